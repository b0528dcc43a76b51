using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>A number that is added to the score of a query and a key, by their distance (Raffel et al. 2020), each head its own; and what comes back for it.</summary>
/// <param name="values">[heads, width]: of query − key from −(longest − 1) on, times log2(e). The width leaves room for a tile of queries behind the last distance.</param>
/// <param name="gradient">[heads, width], added to; null: not wanted.</param>
/// <param name="longest">The length of the longest text.</param>
internal readonly unsafe struct AttentionBias(float* values, float* gradient, int longest)
{
    private readonly float* values = values;
    private readonly float* gradient = gradient;
    private readonly int longest = longest;

    /// <summary>Whether there is one.</summary>
    internal bool IsActive => values != null;

    /// <summary>The width of the tables for a longest text.</summary>
    internal static int WidthOf(int longest) => ((2 * longest) - 1 + ScoreTile.Queries + 15) & -16;

    /// <summary>Adds the biases to a tile of scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(int head, ref float scores, int firstKey, int count, int firstQuery, int columns)
    {
        float* row = values + ((long)head * WidthOf(longest)) + longest - 1 + firstQuery - firstKey;
        ref float score = ref scores;
        for (int key = 0; key < count; key++, row--)
        {
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                (Vector512.LoadUnsafe(ref score, (nuint)i) + Vector512.Load(row + i)).StoreUnsafe(ref score, (nuint)i);
            }

            score = ref Unsafe.Add(ref score, ScoreTile.Queries);
        }
    }

    /// <summary>Adds a tile of the scores' gradients to that of the biases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AddBackward(int head, ref float scoreGradients, int firstKey, int count, int firstQuery, int queries)
    {
        float* row = gradient + ((long)head * WidthOf(longest)) + longest - 1 + firstQuery - firstKey;
        ref float score = ref scoreGradients;
        for (int key = 0; key < count; key++, row--)
        {
            for (int i = 0; i < queries; i += KernelVector.Width)
            {
                // Columns beyond the last query are of no query.
                Vector512<float> real = Vector512.LessThan(Vector512<int>.Indices + Vector512.Create(i), Vector512.Create(queries)).AsSingle();
                (Vector512.Load(row + i) + (Vector512.LoadUnsafe(ref score, (nuint)i) & real)).Store(row + i);
            }

            score = ref Unsafe.Add(ref score, ScoreTile.Queries);
        }
    }
}
