namespace TransferLearning.TextClassification.Storage;

/// <summary>What is left of a disk.</summary>
internal static class DiskSpace
{
    /// <summary>The bytes that this user may still write to the disk of a folder that exists; null where the system does not say.</summary>
    internal static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // a network path, or a file system that does not count
        }
    }
}
