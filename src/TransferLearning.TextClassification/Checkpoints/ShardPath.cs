namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Where a file lies that an index names; an index must not lead out of its folder.</summary>
internal static class ShardPath
{
    /// <summary>The path of a file that an index names.</summary>
    /// <exception cref="CheckpointException">The name is a path, or a link that leads out of the checkpoint; or the file is missing.</exception>
    internal static string Resolve(string index, string folder, string file)
    {
        if (!IsPlainName(file))
        {
            throw CheckpointException.At(index, $"'weight_map' names the file '{file}', which does not lie in the checkpoint's folder. Only plain file names are read; do not use this checkpoint unless you trust its source.");
        }

        string path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            throw CheckpointException.At(index, $"'weight_map' names the file '{file}', which is missing. Download it into the folder.");
        }

        if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target && !FolderLinks.MayLead(folder, target.FullName))
        {
            throw CheckpointException.At(index, $"'{file}' is a link that leads out of the checkpoint's folder, to '{target.FullName}'. Replace it by the file itself.");
        }

        return path;
    }

    /// <summary>Whether a name leads nowhere but into its folder.</summary>
    internal static bool IsPlainName(string file) =>
        file.Length > 0 && file is not ("." or "..") && file.AsSpan().IndexOfAny('/', '\\', ':') < 0 && !file.Contains('\0', StringComparison.Ordinal);
}
