using TransferLearning.TextClassification.Checkpoints.Hub;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Symbolic links in the folder of a checkpoint. One that leads elsewhere would make a stranger's folder read, and save again, whatever file of this machine it names.</summary>
internal static class FolderLinks
{
    /// <summary>Checks every file that is read of a checkpoint, but for the shards, which their index names.</summary>
    /// <param name="folder">The folder; it may be a link itself, for that is the user's own.</param>
    /// <exception cref="CheckpointException">One is a link that leads out of the folder; it says where to.</exception>
    internal static void RequireInside(string folder)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        foreach (string name in HubFileSelection.Names)
        {
            string path = Path.Combine([root, .. name.Split('/')]);
            string? subfolder = Path.GetDirectoryName(path) is { } parent && parent != root ? parent : null;
            RequireInside(root, subfolder is null ? null : new DirectoryInfo(subfolder));
            RequireInside(root, new FileInfo(path));
        }
    }

    /// <summary>Whether a link in a folder may lead to a file: one of the folder itself, or from <c>snapshots/REVISION</c> one of <c>blobs</c>, as the model hub's cache is laid out.</summary>
    internal static bool MayLead(string folder, string target)
    {
        string? targetFolder = Path.GetDirectoryName(target);
        if (targetFolder == folder)
        {
            return true;
        }

        string? snapshots = Path.GetDirectoryName(folder);
        return Path.GetFileName(snapshots) == "snapshots" && targetFolder == Path.Combine(Path.GetDirectoryName(snapshots)!, "blobs");
    }

    private static void RequireInside(string root, FileSystemInfo? entry)
    {
        if (entry?.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target && !MayLead(root, target.FullName))
        {
            throw CheckpointException.At(entry.FullName, $"this is a link that leads out of the checkpoint's folder, to '{target.FullName}'. Replace it by the file itself, unless the folder came from others.");
        }
    }
}
