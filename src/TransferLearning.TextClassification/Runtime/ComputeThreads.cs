using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using TorchSharp;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// The library's own threads, as many as there are processors: an application's thread pool has other work, and is not held up by ours. On them native code uses no further
/// thread, where that can be set for one thread alone.
/// </summary>
internal static unsafe class ComputeThreads
{
    private static readonly delegate* unmanaged<int, void> SetNativeThreads = FindSetter();
    private static readonly Lazy<BlockingCollection<Action>> Work = new(Start);

    [ThreadStatic]
    private static bool isCurrent;

    /// <summary>Whether this thread is one of them.</summary>
    internal static bool IsCurrent => isCurrent;

    /// <summary>Whether native code uses no further thread on them.</summary>
    internal static bool AreAlone { get; } = SetNativeThreads != null;

    /// <summary>How many there are.</summary>
    internal static int Count => Environment.ProcessorCount;

    /// <summary>How much work waits for a thread.</summary>
    internal static int Waiting => Work.Value.Count;

    /// <summary>Lets a thread do something, as soon as one is free, in the order of the calls. It must not throw.</summary>
    internal static void Post(Action work) => Work.Value.Add(work);

    private static BlockingCollection<Action> Start()
    {
        BlockingCollection<Action> work = [];
        for (int i = 0; i < Count; i++)
        {
            new Thread(() => Serve(work)) { IsBackground = true, Name = "TransferLearning compute" }.Start();
        }

        return work;
    }

    private static void Serve(BlockingCollection<Action> work)
    {
        isCurrent = true;
        if (AreAlone)
        {
            _ = torch.get_num_threads(); // libtorch gives a thread its number of threads at its first use, and would overwrite the one below
            SetNativeThreads(1);
        }

        foreach (Action action in work.GetConsumingEnumerable())
        {
            action();
        }
    }

    /// <summary>OpenMP's own setter, which changes the calling thread alone, in the library that libtorch is linked to; null where that does not show it.</summary>
    private static delegate* unmanaged<int, void> FindSetter()
    {
        NativeBackend.EnsureLoaded();
        return NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out nint library) && NativeLibrary.TryGetExport(library, "omp_set_num_threads", out nint address)
            ? (delegate* unmanaged<int, void>)address : null;
    }
}
