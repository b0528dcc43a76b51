using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// Threads that each compute one thing from beginning to end, as many as there are processors: on a lane, native code and <see cref="WorkerThreads"/> use no further thread,
/// so that no processor waits for another after every operation. They are the library's own; the number of threads that the application's have is left alone.
/// </summary>
internal static unsafe class Lanes
{
    private static readonly delegate* unmanaged<int, void> SetNativeThreads = FindSetter();
    private static readonly Lazy<BlockingCollection<Action>> Work = new(Start);

    [ThreadStatic]
    private static LaneTurns? turns;

    [ThreadStatic]
    private static bool isLane;

    /// <summary>Whether this thread is a lane.</summary>
    internal static bool IsLane => isLane;

    /// <summary>How many things can be computed at once; 1 where the threads of native code cannot be set for one thread alone.</summary>
    internal static int Count { get; } = SetNativeThreads == null ? 1 : Environment.ProcessorCount;

    /// <summary>
    /// Runs <paramref name="body"/> for every item from 0 to <paramref name="count"/> - 1, and returns when all are done. Items begin in order, each on some lane. One item alone, or
    /// without lanes: on this thread.
    /// </summary>
    internal static void For(int count, Action<int> body)
    {
        if (count <= 1 || Count == 1 || isLane)
        {
            for (int i = 0; i < count; i++)
            {
                body(i);
            }

            return;
        }

        int next = -1;
        Exception? error = null;
        int helpers = Math.Min(count, Count);
        using CountdownEvent running = new(helpers);
        LaneTurns order = new(count);
        for (int helper = 0; helper < helpers; helper++)
        {
            Work.Value.Add(RunItems);
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
    internal static void InTurn(Action action)
    {
        if (turns is { } own)
        {
            own.Run(action);
        }
        else
        {
            action();
        }
    }

    private static BlockingCollection<Action> Start()
    {
        BlockingCollection<Action> work = [];
        for (int lane = 0; lane < Count; lane++)
        {
            new Thread(() => Serve(work)) { IsBackground = true, Name = "TransferLearning lane" }.Start();
        }

        return work;
    }

    private static void Serve(BlockingCollection<Action> work)
    {
        isLane = true;
        _ = torch.get_num_threads(); // libtorch gives a thread its number of threads at its first use, and would overwrite the one below
        SetNativeThreads(1);
        foreach (Action action in work.GetConsumingEnumerable())
        {
            action();
        }
    }

    /// <summary>OpenMP's own setter, which changes the calling thread alone, in the library that libtorch is linked to; null where that does not show it.</summary>
    private static delegate* unmanaged<int, void> FindSetter()
    {
        NativeBackend.EnsureLoaded();
        return Environment.ProcessorCount > 1 && NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out nint library)
            && NativeLibrary.TryGetExport(library, "omp_set_num_threads", out nint address) ? (delegate* unmanaged<int, void>)address : null;
    }
}
