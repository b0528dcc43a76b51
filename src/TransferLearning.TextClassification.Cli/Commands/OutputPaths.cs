namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>Checks, before long work, that what a command writes replaces nothing that it reads, and lies in no folder that holds nothing else.</summary>
internal static class OutputPaths
{
    private const int MostLinks = 40; // as many as Linux follows
    private static readonly StringComparison Comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Checks a path that is written.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The path; null is none.</param>
    /// <param name="data">Files and folders of data that are read: it must be none of them, and lie in none.</param>
    /// <param name="folders">Folders of a checkpoint or a classifier: it must be none of them, and lie in none.</param>
    /// <param name="isFolder">Whether it is a folder that files are written into, and not a file or a folder that is replaced as a whole.</param>
    /// <exception cref="UsageException">It is one of them, or lies in one, or in another saved classifier.</exception>
    internal static void EnsureApart(string option, string? path, IEnumerable<(string Option, string? Path)> data, IEnumerable<(string Option, string? Path)> folders, bool isFolder = false)
    {
        if (path is null)
        {
            return;
        }

        string written = Resolve(path);
        foreach ((string other, string? read) in data)
        {
            if (read is not null && Directory.Exists(read) && IsWithin(written, Resolve(read)) && IsRow(Path.GetRelativePath(Resolve(read), written), option))
            {
                throw new UsageException($"{option} {path}: this lies in the folder of {other} ({read}), where it would be read as data. Choose a path outside of it.");
            }

            if (read is not null && written.Equals(Resolve(read), Comparison))
            {
                throw new UsageException($"{option} {path}: this is the file that {other} names, and would be overwritten. Choose another path.");
            }
        }

        foreach ((string other, string? folder) in folders)
        {
            if (folder is not null && IsWithin(written, Resolve(folder)))
            {
                throw new UsageException($"{option} {path}: this lies in the folder of {other} ({folder}), which holds nothing else. Choose a path outside of it.");
            }
        }

        if (ClassifierFolder.FindOuter(isFolder ? Path.Combine(written, "file") : written) is { } classifier)
        {
            throw new UsageException($"{option} {path}: this lies in the saved classifier '{classifier}', which could not be loaded or replaced with more in it. Choose a path outside of it.");
        }
    }

    /// <summary>Whether what is written to a path of a folder of data would be a row of it: neither below a name with a dot first nor a file beside the classes' folders.</summary>
    private static bool IsRow(string pathInFolder, string option) =>
        pathInFolder == "." || !(pathInFolder.StartsWith('.') || (option == "--report" && !pathInFolder.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)));

    private static bool IsWithin(string path, string folder) => (path + Path.DirectorySeparatorChar).StartsWith(folder + Path.DirectorySeparatorChar, Comparison);

    /// <summary>The whole path with every link in it followed, whether or not something is there.</summary>
    private static string Resolve(string path, int links = 0)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        string folder = Resolve(parent, links);
        string here = Path.Combine(folder, Path.GetFileName(full));
        return links < MostLinks && new FileInfo(here).LinkTarget is { } target ? Resolve(Path.Combine(folder, target), links + 1) : here;
    }
}
