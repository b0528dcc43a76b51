using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification;

/// <summary>Folders of saved classifiers.</summary>
public static class ClassifierFolder
{
    /// <summary>Checks, before long work, that a classifier may be saved to a folder: a new path, an empty folder or an earlier saved classifier. Leaves nothing behind.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="StorageException">Something else is there, or it may not be written there.</exception>
    public static void EnsureWritable(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFolder.EnsureReplaceable(path, ManifestFile.IsOurs);
    }

    /// <summary>The saved classifier that a path lies in. A file that is added to one makes it another than was saved: it is no longer loaded, or no longer replaced.</summary>
    /// <param name="path">A file or folder, which need not exist. Whether it is a saved classifier itself is not looked at.</param>
    /// <returns>The innermost saved classifier's folder, links followed, or null.</returns>
    public static string? FindOuter(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FolderPolicy.FindOuterClassifier(Path.GetFullPath(path));
    }
}
