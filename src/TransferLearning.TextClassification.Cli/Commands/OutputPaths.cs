namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>Checks, before long work, that what a command writes replaces nothing that it reads, and lies in no folder that holds nothing else.</summary>
internal static class OutputPaths
{
    private static readonly StringComparison Comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Checks a path that is written.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The path; null is none.</param>
    /// <param name="files">Files that are read: it must be none of them.</param>
    /// <param name="folders">Folders of a checkpoint or a classifier: it must be none of them, and lie in none.</param>
    /// <exception cref="UsageException">It is one of them.</exception>
    internal static void EnsureApart(string option, string? path, IEnumerable<(string Option, string? Path)> files, IEnumerable<(string Option, string? Path)> folders)
    {
        if (path is null)
        {
            return;
        }

        string written = Resolve(path);
        foreach ((string other, string? file) in files)
        {
            if (file is not null && written.Equals(Resolve(file), Comparison))
            {
                throw new UsageException($"{option} {path}: this is the file that {other} names, and would be overwritten. Choose another path.");
            }
        }

        foreach ((string other, string? folder) in folders)
        {
            if (folder is not null && (written + Path.DirectorySeparatorChar).StartsWith(Resolve(folder) + Path.DirectorySeparatorChar, Comparison))
            {
                throw new UsageException($"{option} {path}: this lies in the folder of {other} ({folder}), which holds nothing else. Choose a path outside of it.");
            }
        }
    }

    /// <summary>The whole path, at the end of all links where something is there.</summary>
    private static string Resolve(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            FileSystemInfo found = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
            return found.Exists && found.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Path.TrimEndingDirectorySeparator(target.FullName) : full;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return full; // opening it says what is wrong
        }
    }
}
