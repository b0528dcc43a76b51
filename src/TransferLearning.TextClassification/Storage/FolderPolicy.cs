using System.Text.Json;

namespace TransferLearning.TextClassification.Storage;

/// <summary>What may be replaced: a path where nothing is, an empty folder, or a folder that is ours.</summary>
internal static class FolderPolicy
{
    /// <summary>The file that makes a folder a saved classifier.</summary>
    internal const string ClassifierFile = "classifier.json";

    /// <summary>Checks that a folder may be written, without leaving anything behind.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="isOurs">Whether a folder with something in it is an earlier saved classifier.</param>
    /// <exception cref="StorageException">Something else is there, or it may not be written there.</exception>
    internal static void Require(string folder, Func<string, bool> isOurs)
    {
        try
        {
            if (string.IsNullOrEmpty(Path.GetFileName(folder)))
            {
                throw StorageException.At(folder, "this is a whole file system, not a folder that could be replaced. Choose a new folder in it.");
            }

            RequireNothingElse(folder, isOurs);
            RequireOutsideOfClassifiers(folder);
            RequireWritable(folder);
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            throw StorageException.Cannot(folder, "write a folder", exception);
        }
    }

    private static void RequireNothingElse(string folder, Func<string, bool> isOurs)
    {
        if (new FileInfo(folder).LinkTarget is { } target)
        {
            throw StorageException.At(folder, $"this is a link (to '{target}'), and links are not replaced. Give the folder itself, or another one.");
        }

        if (File.Exists(folder))
        {
            throw StorageException.At(folder, "this is a file, which is not replaced. Choose another folder.");
        }

        if (!Directory.Exists(folder))
        {
            return;
        }

        if (Directory.EnumerateFileSystemEntries(folder).Any() && !isOurs(folder))
        {
            throw StorageException.At(folder, "this folder holds something other than an earlier saved classifier, and is left as it is. Choose a new or empty folder.");
        }

        if (IsMountPoint(folder))
        {
            throw StorageException.At(folder, $"this folder is a mount point, which cannot be replaced. Choose a folder in it, such as '{Path.Combine(folder, "classifier")}'.");
        }
    }

    /// <summary>A saved classifier with more in it is no longer as it was saved.</summary>
    /// <exception cref="StorageException">The path lies in one.</exception>
    internal static void RequireOutsideOfClassifiers(string folder)
    {
        if (FindOuterClassifier(folder) is { } outer)
        {
            throw StorageException.At(folder, $"this lies in the saved classifier '{outer}', which could not be loaded or replaced with more in it. Choose a folder outside of it.");
        }
    }

    /// <summary>The saved classifier that a path lies in, by whatever links, or null. The path itself is not looked at.</summary>
    internal static string? FindOuterClassifier(string path)
    {
        for (string? outer = Path.GetDirectoryName(path); outer is not null; outer = Path.GetDirectoryName(outer))
        {
            if (new DirectoryInfo(outer) is { LinkTarget: not null } link)
            {
                outer = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            }

            if (File.Exists(Path.Combine(outer, ClassifierFile)) && IsManifest(Path.Combine(outer, ClassifierFile)))
            {
                return outer;
            }
        }

        return null;
    }

    /// <summary>An application may have a file of that name; ours has the number of its format.</summary>
    private static bool IsManifest(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format", out JsonElement format) && format.ValueKind == JsonValueKind.Number;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Creates and removes a folder where the new one will be created.</summary>
    private static void RequireWritable(string folder)
    {
        string ancestor = Path.GetDirectoryName(folder)!;
        while (!Directory.Exists(ancestor))
        {
            if (File.Exists(ancestor))
            {
                throw StorageException.At(folder, $"'{ancestor}' is a file, so there can be no folder in it. Choose another folder.");
            }

            ancestor = Path.GetDirectoryName(ancestor)!;
        }

        string probe = TemporarySibling.New(ancestor, Path.GetFileName(folder));
        try
        {
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The answer of file systems that are not made for files, such as /proc.
            throw StorageException.At(folder, $"no folder can be created in '{ancestor}'. Choose a folder elsewhere.", exception);
        }
    }

    private static bool IsMountPoint(string folder)
    {
        const string Mounts = "/proc/self/mountinfo"; // the fifth word of each line, with blanks as \040
        string escaped = folder.Replace("\\", "\\134", StringComparison.Ordinal).Replace(" ", "\\040", StringComparison.Ordinal);
        return File.Exists(Mounts) && File.ReadLines(Mounts).Any(line => line.Split(' ') is [_, _, _, _, { } mount, ..] && mount == escaped);
    }
}
