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
}
