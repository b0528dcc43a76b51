using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// A counter-based dropout mask (Srivastava et al. 2014): element i depends on the key and on i alone, so a backward pass finds the forward pass's choice again,
/// whichever thread asks. Two rounds of the 32-bit finalizer "lowbias32" (C. Wellons, "Prospecting for Hash Functions"), keyed between them.
/// </summary>
internal readonly struct DropoutMask
{
    private readonly uint threshold;
    private readonly uint low;
    private readonly uint high;
    private readonly float kept;

    /// <summary>The mask of a stream's key: 0 with the given probability, else 1 / (1 - probability).</summary>
    internal DropoutMask(ulong key, double probability)
    {
        threshold = (uint)Math.Min(uint.MaxValue, probability * 4294967296.0);
        kept = (float)(1 / (1 - probability));
        (low, high) = ((uint)key, (uint)(key >> 32));
    }

    private DropoutMask(in DropoutMask whole, uint first)
    {
        this = whole;
        low += first;
    }

    /// <summary>Whether there is anything to drop; the default value drops nothing.</summary>
    internal bool IsActive => threshold > 0;

    /// <summary>The part of the mask that begins at an element.</summary>
    internal DropoutMask From(uint first) => new(this, first);

    /// <summary>The factors of 16 elements from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> At(uint first)
    {
        Vector512<uint> hash = Finalize(Vector512<uint>.Indices + Vector512.Create(first + low));
        hash = Finalize(hash + Vector512.Create(high));
        return (Vector512.GreaterThanOrEqual(hash, Vector512.Create(threshold)) & Vector512.Create(kept).AsUInt32()).AsSingle();
    }

    /// <summary>Writes the factors from the first element on.</summary>
    internal void Fill(Span<float> factors)
    {
        int i = 0;
        for (; i <= factors.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            At((uint)i).CopyTo(factors[i..]);
        }

        for (Vector512<float> last = At((uint)i); i < factors.Length; i++)
        {
            factors[i] = last[i % Vector512<float>.Count];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Finalize(Vector512<uint> x)
    {
        x ^= x >> 16;
        x *= Vector512.Create(0x7feb352du);
        x ^= x >> 15;
        x *= Vector512.Create(0x846ca68bu);
        return x ^ (x >> 16);
    }
}
