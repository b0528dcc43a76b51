using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>A lock between processes, and between downloads of one process (see <see cref="FileLock"/>).</summary>
internal static class HubLock
{
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
            if (FileLock.TryTake(path) is { } taken)
            {
                return taken;
            }

            onWait?.Invoke();
            onWait = null;
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
