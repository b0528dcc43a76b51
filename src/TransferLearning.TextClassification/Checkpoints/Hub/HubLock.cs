namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>A lock between processes, and between downloads of one process: a file that is held open. It ends with its process, so that none is ever left over.</summary>
internal static class HubLock
{
    private const int UnixWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until the lock is free and takes it.</summary>
    /// <param name="path">The lock's file; it stays.</param>
    /// <param name="onWait">Called once where somebody else has it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Gives the lock back when disposed.</returns>
    internal static async Task<IDisposable> AcquireAsync(string path, Action? onWait, CancellationToken cancellationToken)
    {
        HubCache.RefuseLink(path);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException exception) when (exception.HResult is UnixWouldBlock or MacWouldBlock or WindowsSharingViolation or WindowsLockViolation)
            {
                onWait?.Invoke();
                onWait = null;
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
