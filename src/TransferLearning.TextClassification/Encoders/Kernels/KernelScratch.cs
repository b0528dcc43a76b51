using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>Memory of the calling thread that lives until its next use; pieces begin at whole cache lines.</summary>
internal ref struct KernelScratch
{
    private const int CacheLine = 16; // in float32

    [ThreadStatic]
    private static float[]? buffer;

    private ref float next;

    private KernelScratch(ref float next) => this.next = ref next;

    /// <summary>The elements that pieces of these sizes need.</summary>
    internal static int Total(params ReadOnlySpan<int> sizes)
    {
        int total = CacheLine;
        foreach (int size in sizes)
        {
            total = checked(total + Occupied(size));
        }

        return total;
    }

    /// <summary>The thread's memory, for pieces of <paramref name="total"/> elements together; what an earlier use took is lost.</summary>
    internal static KernelScratch Begin(int total)
    {
        if (buffer is null || buffer.Length < total)
        {
            buffer = GC.AllocateArray<float>(total, pinned: true);
        }

        ref float start = ref MemoryMarshal.GetArrayDataReference(buffer);
        unsafe
        {
            nuint beyond = (nuint)Unsafe.AsPointer(ref start) % (CacheLine * sizeof(float));
            return new KernelScratch(ref beyond == 0 ? ref start : ref Unsafe.AddByteOffset(ref start, (CacheLine * sizeof(float)) - beyond));
        }
    }

    /// <summary>The next piece; it holds what the last user left.</summary>
    internal ref float Take(int size)
    {
        ref float piece = ref next;
        next = ref Unsafe.Add(ref next, Occupied(size));
        return ref piece;
    }

    // One line between pieces: their addresses should not be equal modulo 4096.
    private static int Occupied(int size) => (size + (2 * CacheLine) - 1) & -CacheLine;
}
