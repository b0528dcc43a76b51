namespace TransferLearning.TextClassification.Storage;

/// <summary>A lock between processes, and within one: a file that is held open. It ends with its process, so that none is ever left over.</summary>
internal static class FileLock
{
    private const int UnixWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);

    /// <summary>Takes a lock.</summary>
    /// <param name="path">The lock's file, in a folder that exists; it stays.</param>
    /// <returns>Gives the lock back when disposed; null where somebody else has it.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    internal static IDisposable? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (exception.HResult is UnixWouldBlock or MacWouldBlock or WindowsSharingViolation or WindowsLockViolation)
        {
            return null;
        }
    }
}
