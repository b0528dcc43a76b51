using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// The element-wise part of attention on a tile of scores: a row a key, a column (<see cref="Queries"/> of them, in vectors) a query. Scores are in base 2:
/// already multiplied by the scale and log2(e). Rows come in pairs, which share a hash of the dropout.
/// </summary>
internal static class ScoreTile
{
    /// <summary>Queries of a tile, and so its stride.</summary>
    internal const int Queries = 2 * KernelVector.Width;

    /// <summary>Sets the scores of keys that a query does not see to minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Hide(in AttentionShape shape, ref float scores, int firstKey, int endKey, int firstQuery, int endQuery)
    {
        if (!shape.Causal && shape.Window is null)
        {
            return;
        }

        int window = Math.Min(shape.Window ?? int.MaxValue, 1 << 30);
        for (int key = firstKey; key < endKey; key++)
        {
            if (shape.SeenByAll(key, firstQuery, endQuery))
            {
                continue;
            }

            Vector512<int> first = Vector512.Create(shape.Causal ? key : key - window);
            Vector512<int> last = Vector512.Create(key + window);
            ref float row = ref Unsafe.Add(ref scores, (key - firstKey) * Queries);
            for (int i = 0; i < Queries; i += KernelVector.Width)
            {
                Vector512<int> query = Vector512<int>.Indices + Vector512.Create(firstQuery + i);
                Vector512<int> seen = Vector512.GreaterThanOrEqual(query, first) & Vector512.LessThanOrEqual(query, last);
                Vector512<float> score = Vector512.LoadUnsafe(ref row, (nuint)i);
                Vector512.ConditionalSelect(seen.AsSingle(), score, Vector512.Create(float.NegativeInfinity)).StoreUnsafe(ref row, (nuint)i);
            }
        }
    }

    /// <summary>Fills rows with one value.</summary>
    internal static void FillRows(ref float tile, int firstRow, int endRow, float value)
    {
        for (int i = firstRow * Queries; i < endRow * Queries; i += KernelVector.Width)
        {
            Vector512.Create(value).StoreUnsafe(ref tile, (nuint)i);
        }
    }

    /// <summary>Turns one vector of columns into 2^(score - maximum). An odd last row needs a row of minus infinities behind it.</summary>
    /// <returns>Each column's maximum and sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (Vector512<float> Maximum, Vector512<float> Sum) Exponentiate(ref float column, int rows)
    {
        Vector512<float> maximum = Maximum(ref column, rows);
        Vector512<float> even = default;
        Vector512<float> odd = default;
        for (int row = 0; row < rows; row += 2)
        {
            Vector512<float> p = KernelVector.PowerOfTwo(Vector512.LoadUnsafe(ref column) - maximum);
            Vector512<float> q = KernelVector.PowerOfTwo(Vector512.LoadUnsafe(ref column, Queries) - maximum);
            even += p;
            odd += q;
            p.StoreUnsafe(ref column);
            q.StoreUnsafe(ref column, Queries);
            column = ref Unsafe.Add(ref column, 2 * Queries);
        }

        return (maximum, even + odd);
    }

    /// <summary>The same; the sum is that of all, but only those that the dropout keeps are left, the others are 0.</summary>
    /// <param name="column">The scores.</param>
    /// <param name="rows">How many.</param>
    /// <param name="limit">The dropout's limit.</param>
    /// <param name="query">The mixed queries of the columns.</param>
    /// <param name="pairs">The mixed pairs of the rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (Vector512<float> Maximum, Vector512<float> Sum) ExponentiateAndDrop(
        ref float column, int rows, Vector512<uint> limit, Vector512<uint> query, ref float pairs)
    {
        Vector512<float> maximum = Maximum(ref column, rows);
        Vector512<float> even = default;
        Vector512<float> odd = default;
        for (int row = 0; row < rows; row += 2)
        {
            Vector512<uint> hash = AttentionDropout.Mix(query + Vector512.Create(pairs).AsUInt32());
            Vector512<float> p = KernelVector.PowerOfTwo(Vector512.LoadUnsafe(ref column) - maximum);
            Vector512<float> q = KernelVector.PowerOfTwo(Vector512.LoadUnsafe(ref column, Queries) - maximum);
            even += p;
            odd += q;
            (p & EvenKept(hash, limit)).StoreUnsafe(ref column);
            (q & OddKept(hash, limit)).StoreUnsafe(ref column, Queries);
            column = ref Unsafe.Add(ref column, 2 * Queries);
            pairs = ref Unsafe.Add(ref pairs, 1);
        }

        return (maximum, even + odd);
    }

    /// <summary>Turns one vector of columns of scores into probabilities, and of the probabilities' gradients into the scores' (but for the scale).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Differentiate(ref float column, ref float gradients, int rows, Vector512<float> logSumExp, Vector512<float> delta)
    {
        for (int row = 0; row < rows; row++)
        {
            Vector512<float> p = KernelVector.PowerOfTwo(Vector512.LoadUnsafe(ref column) - logSumExp);
            p.StoreUnsafe(ref column);
            (p * (Vector512.LoadUnsafe(ref gradients) - delta)).StoreUnsafe(ref gradients);
            column = ref Unsafe.Add(ref column, Queries);
            gradients = ref Unsafe.Add(ref gradients, Queries);
        }
    }

    /// <summary>The same with dropout; the probabilities left are not yet multiplied by <paramref name="kept"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DifferentiateAndDrop(
        ref float column, ref float gradients, int rows, Vector512<float> logSumExp, Vector512<float> delta,
        Vector512<uint> limit, float kept, Vector512<uint> query, ref float pairs)
    {
        Vector512<float> factor = Vector512.Create(kept);
        for (int row = 0; row < rows; row += 2)
        {
            Vector512<uint> hash = AttentionDropout.Mix(query + Vector512.Create(pairs).AsUInt32());
            DifferentiateAndDropRow(ref column, ref gradients, logSumExp, delta, factor, EvenKept(hash, limit));
            DifferentiateAndDropRow(
                ref Unsafe.Add(ref column, Queries), ref Unsafe.Add(ref gradients, Queries), logSumExp, delta, factor, OddKept(hash, limit));
            column = ref Unsafe.Add(ref column, 2 * Queries);
            gradients = ref Unsafe.Add(ref gradients, 2 * Queries);
            pairs = ref Unsafe.Add(ref pairs, 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DifferentiateAndDropRow(
        ref float column, ref float gradients, Vector512<float> logSumExp, Vector512<float> delta, Vector512<float> factor, Vector512<float> keep)
    {
        Vector512<float> p = KernelVector.PowerOfTwo(Vector512.LoadUnsafe(ref column) - logSumExp);
        (p & keep).StoreUnsafe(ref column);
        Vector512<float> gradient = Vector512.LoadUnsafe(ref gradients) & keep;
        (p * ((gradient * factor) - delta)).StoreUnsafe(ref gradients);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EvenKept(Vector512<uint> hash, Vector512<uint> limit) => Vector512.GreaterThanOrEqual(hash << 16, limit).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> OddKept(Vector512<uint> hash, Vector512<uint> limit) => Vector512.GreaterThanOrEqual(hash, limit).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Maximum(ref float column, int rows)
    {
        Vector512<float> even = Vector512.Create(float.NegativeInfinity);
        Vector512<float> odd = even;
        for (int row = 0; row < rows; row += 2)
        {
            even = Vector512.MaxNative(even, Vector512.LoadUnsafe(ref column));
            odd = Vector512.MaxNative(odd, Vector512.LoadUnsafe(ref column, Queries));
            column = ref Unsafe.Add(ref column, 2 * Queries);
        }

        return Vector512.MaxNative(even, odd);
    }
}
