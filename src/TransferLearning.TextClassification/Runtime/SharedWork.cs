using System.Runtime.ExceptionServices;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>Items that one thread works through, and others with it that are free.</summary>
/// <param name="count">How many items.</param>
/// <param name="body">Does an item.</param>
internal sealed class SharedWork(int count, Action<int> body)
{
    private const int Closed = int.MinValue;

    private int next = -1;
    private int helpers; // how many are at work; negative: nobody may join any more
    private Exception? error;

    /// <summary>Joins in, unless all is done.</summary>
    internal void Help()
    {
        if (Interlocked.Increment(ref helpers) > 0)
        {
            DoItems();
        }

        Interlocked.Decrement(ref helpers);
    }

    /// <summary>Works, and returns when all items are done.</summary>
    internal void Finish()
    {
        DoItems();
        Interlocked.Add(ref helpers, Closed);
        SpinWait wait = default;
        while (Volatile.Read(ref helpers) != Closed)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    private void DoItems()
    {
        try
        {
            for (int i = Interlocked.Increment(ref next); i < count && Volatile.Read(ref error) is null; i = Interlocked.Increment(ref next))
            {
                body(i);
            }
        }
#pragma warning disable CA1031 // Every exception goes to whoever waits for the items.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref error, exception, null);
        }
    }
}
