using System.Runtime.ExceptionServices;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// Computes several things at once, each from beginning to end on one of <see cref="ComputeThreads"/>: a lane. With as many lanes as processors none waits for another after
/// every operation.
/// </summary>
internal static class Lanes
{
    private static readonly Lock Posting = new();

    [ThreadStatic]
    private static LaneTurns? turns;

    /// <summary>How many things can be computed at once; 1 where native code would use further threads on each lane.</summary>
    internal static int Count { get; } = ComputeThreads.AreAlone ? ComputeThreads.Count : 1;

    /// <summary>
    /// Runs <paramref name="body"/> for every item from 0 to <paramref name="count"/> - 1, and returns when all are done. Items begin in order, each on some lane. One item alone, or
    /// without lanes: on this thread.
    /// </summary>
    internal static void For(int count, Action<int> body)
    {
        if (count <= 1 || Count == 1 || ComputeThreads.IsCurrent)
        {
            for (int i = 0; i < count; i++)
            {
                body(i);
            }

            return;
        }

        int next = -1;
        Exception? error = null;
        int lanes = Math.Min(count, Count);
        using CountdownEvent running = new(lanes);
        LaneTurns order = new(count);
        // The lanes of a call stand together in the queue: an item may wait for a later one of its call, which could never begin where items of several calls that wait like that hold all threads.
        lock (Posting)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                ComputeThreads.Post(RunItems);
            }
        }

        running.Wait();
        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        void RunItems()
        {
            for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                turns = order.Of(i);
                try
                {
                    if (Volatile.Read(ref error) is null)
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
                finally
                {
                    turns.End();
                    turns = null;
                }
            }

            running.Signal();
        }
    }

    /// <summary>
    /// Runs an action that changes what all items change. Every item calls this equally often; the n-th action of an item runs after the n-th of the items before it, so
    /// that sums are the same bits each time. Elsewhere it just runs.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <param name="changed">
    /// What it changes, where an item may change that several times: no item does so again before all have. There must be as many lanes as items then. Null: it is changed once.
    /// </param>
    internal static void InTurn(Action action, object? changed = null)
    {
        if (turns is { } own)
        {
            own.Run(action, changed);
        }
        else
        {
            action();
        }
    }
}
