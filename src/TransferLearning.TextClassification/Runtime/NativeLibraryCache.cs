using System.Security.Cryptography;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>A folder of this user's own for native libraries that had to be adapted to the machine.</summary>
internal static class NativeLibraryCache
{
    /// <summary>Overrides the folder in which adapted native libraries are kept.</summary>
    internal const string FolderVariable = "TLTC_NATIVE_CACHE";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Stores <paramref name="content"/> under its SHA-256 and returns the path; an equal file that is there already serves.</summary>
    internal static string Store(string fileName, byte[] content)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        List<Exception> problems = [];
        foreach (string root in Roots())
        {
            try
            {
                return Store(Path.Combine(root, hash), fileName, content);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                problems.Add(problem);
            }
        }

        throw new NativeBackendException(
            $"{fileName} must be adapted to this machine's C++ library, but no folder could be written for it. "
            + $"Set {FolderVariable} to a folder that only this user can write.",
            new AggregateException(problems));
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } chosen)
        {
            yield return chosen;
            yield break;
        }

        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (local.Length > 0)
        {
            yield return Path.Combine(local, "TransferLearning.TextClassification", "native");
        }

        yield return Path.Combine(Path.GetTempPath(), $"TransferLearning.TextClassification-{Environment.UserName}");
    }

    private static string Store(string folder, string fileName, byte[] content)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            if ((File.GetUnixFileMode(folder) & OthersMayWrite) != 0)
            {
                throw new IOException($"The folder {folder} can be written by other users.");
            }
        }

        string path = Path.Combine(folder, fileName);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return path;
        }

        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}");
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
        return path;
    }
}
