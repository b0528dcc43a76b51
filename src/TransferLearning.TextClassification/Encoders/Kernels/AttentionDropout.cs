using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Dropout of attention probabilities. Whether one stays depends on the stream, the text, the head, the query and the key alone, so the backward pass finds
/// the forward pass's choice again.
/// </summary>
/// <param name="probability">Of a zero, in [0, 1); rounded to a multiple of 2^-16.</param>
/// <param name="stream">Another one for each layer and step.</param>
/// <param name="firstText">The number of the first text.</param>
internal readonly struct AttentionDropout(double probability, SeededRandom stream, int firstText = 0)
{
    private readonly uint threshold = (uint)Math.Clamp(Math.Round(probability * 65536), 0, 65535);
    private readonly SeededRandom stream = stream;
    private readonly int firstText = firstText;

    /// <summary>Whether there is anything to drop.</summary>
    internal bool IsActive => threshold > 0;

    /// <summary>What the probabilities that stay are multiplied by.</summary>
    internal float Kept => 65536f / (65536 - threshold);

    /// <summary>Below it, the upper half of a hash drops.</summary>
    internal Vector512<uint> Limit => Vector512.Create(threshold << 16);

    /// <summary>The two keys of a head of a text.</summary>
    internal (uint Query, uint Key) Keys(int text, int head)
    {
        ulong both = stream.Child((ulong)(firstText + text)).Next(head);
        return ((uint)both, (uint)(both >> 32));
    }

    /// <summary>
    /// The finalizer "lowbias32" (C. Wellons, "Prospecting for Hash Functions"). The hash of a query and a pair of keys is the mix of the sum of the mixed
    /// query and the mixed pair; its lower half decides about the even key, its upper half about the odd one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Mix(Vector512<uint> x)
    {
        x ^= x >> 16;
        x *= Vector512.Create(0x7feb352du);
        x ^= x >> 15;
        x *= Vector512.Create(0x846ca68bu);
        return x ^ (x >> 16);
    }

    /// <summary>A vector of mixed queries.</summary>
    internal static Vector512<uint> MixQueries(uint key, int firstQuery) => Mix(Vector512<uint>.Indices + Vector512.Create(key + (uint)firstQuery));

    /// <summary>Writes the mixed pairs of keys, as bits, for <paramref name="keys"/> keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MixPairs(uint key, int keys, ref float pairs)
    {
        for (int i = 0; i < (keys + 1) / 2; i += KernelVector.Width)
        {
            Mix(Vector512<uint>.Indices + Vector512.Create(key + (uint)i)).AsSingle().StoreUnsafe(ref pairs, (nuint)i);
        }
    }
}
