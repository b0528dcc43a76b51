using System.Security.Cryptography;

namespace TransferLearning.TextClassification.Storage;

/// <summary>The SHA-256 of every file of a folder.</summary>
internal static class FileHashes
{
    private static readonly EnumerationOptions AllFiles = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.None };

    /// <summary>Hashes every file of a folder and its subfolders.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Lower-case hexadecimal by relative path (with <c>/</c>), in ordinal order.</returns>
    /// <exception cref="StorageException">A file cannot be read.</exception>
    internal static SortedDictionary<string, string> Compute(string folder)
    {
        SortedDictionary<string, string> hashes = new(StringComparer.Ordinal);
        foreach (string name in Names(folder))
        {
            hashes.Add(name, Compute(folder, name));
        }

        return hashes;
    }

    /// <summary>Compares a folder with what was recorded of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="recorded">Hashes by relative path, as <see cref="Compute(string)"/> gives them.</param>
    /// <returns>The differences in ordinal order of their files; empty where there are none. A file that was not recorded is one: leave out what the record itself is.</returns>
    /// <exception cref="StorageException">A file cannot be read.</exception>
    internal static IReadOnlyList<FileDifference> Compare(string folder, IReadOnlyDictionary<string, string> recorded)
    {
        HashSet<string> present = [.. Names(folder)];
        List<FileDifference> differences = [.. present.Where(name => !recorded.ContainsKey(name)).Select(name => new FileDifference(name, FileProblem.Unexpected))];
        foreach ((string name, string hash) in recorded)
        {
            // Only names that the folder itself lists are opened: a record cannot lead out of it.
            if (!present.Contains(name))
            {
                differences.Add(new(name, FileProblem.Missing));
            }
            else if (!string.Equals(Compute(folder, name), hash, StringComparison.OrdinalIgnoreCase))
            {
                differences.Add(new(name, FileProblem.Changed));
            }
        }

        return [.. differences.OrderBy(difference => difference.File, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(folder, "*", AllFiles).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));

    private static string Compute(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            throw StorageException.At(path, $"the file cannot be read ({exception.Message.TrimEnd('.')}). Check its permissions.", exception);
        }
    }
}
