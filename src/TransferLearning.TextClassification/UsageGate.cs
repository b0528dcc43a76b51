namespace TransferLearning.TextClassification;

/// <summary>Lets any number of calls use something and frees it once it is closed and the last of them has left.</summary>
/// <param name="owner">Named by <see cref="ObjectDisposedException"/>.</param>
/// <param name="release">Frees it; called once.</param>
internal sealed class UsageGate(object owner, Action release)
{
    private readonly Lock sync = new();
    private int users;
    private bool isClosed;

    /// <summary>Begins a use; dispose the result to end it.</summary>
    /// <exception cref="ObjectDisposedException">The gate is closed.</exception>
    internal Use Enter()
    {
        lock (sync)
        {
            ObjectDisposedException.ThrowIf(isClosed, owner);
            users++;
        }

        return new(this);
    }

    /// <summary>Lets nobody in any more; uses under way finish. May be called again.</summary>
    internal void Close()
    {
        lock (sync)
        {
            if (isClosed)
            {
                return;
            }

            isClosed = true;
            if (users > 0)
            {
                return;
            }
        }

        release();
    }

    private void Leave()
    {
        lock (sync)
        {
            users--;
            if (users > 0 || !isClosed)
            {
                return;
            }
        }

        release();
    }

    /// <summary>A use of the gate.</summary>
    internal readonly struct Use(UsageGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
