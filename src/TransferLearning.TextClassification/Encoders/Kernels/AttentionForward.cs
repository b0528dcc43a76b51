using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>The forward pass of attention, one head of one text at a time, by tiles of queries against all their keys.</summary>
internal readonly ref struct AttentionForward<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly AttentionShape shape;
    private readonly AttentionDropout dropout;
    private readonly AttentionBias bias;
    private readonly AttentionRows<T> input;
    private readonly ReadOnlySpan<int> chosen;
    private readonly Span<T> output;
    private readonly Span<float> logSumExp;
    private readonly int stride; // of all dense matrices but tiles of scores
    private readonly ref float keys; // [length, stride]
    private readonly ref float values; // [length, stride]
    private readonly ref float queries; // [tile, stride]
    private readonly ref float transposedQueries; // [head size, tile]
    private readonly ref float scores; // [length, tile]
    private readonly ref float mixed; // [tile, stride]
    private readonly ref float statistics; // [tile] factors of the output, [tile] log-sum-exps
    private readonly ref float pairs; // [length / 2]

    internal AttentionForward(
        in AttentionShape shape, in AttentionDropout dropout, in AttentionBias bias, int longest, in AttentionRows<T> input, ReadOnlySpan<int> chosen, Span<T> output,
        Span<float> logSumExp)
    {
        this.shape = shape;
        this.dropout = dropout;
        this.bias = bias;
        this.input = input;
        this.chosen = chosen;
        this.output = output;
        this.logSumExp = logSumExp;
        stride = shape.PaddedHeadSize;
        int rows = longest + 8; // products read and write whole groups of rows
        int tile = ScoreTile.Queries;
        KernelScratch scratch = KernelScratch.Begin(
            KernelScratch.Total(rows * stride, rows * stride, tile * stride, tile * stride, rows * tile, tile * stride, 2 * tile, rows));
        keys = ref scratch.Take(rows * stride);
        values = ref scratch.Take(rows * stride);
        queries = ref scratch.Take(tile * stride);
        transposedQueries = ref scratch.Take(tile * stride);
        scores = ref scratch.Take(rows * tile);
        mixed = ref scratch.Take(tile * stride);
        statistics = ref scratch.Take(2 * tile);
        pairs = ref scratch.Take(rows);
    }

    /// <summary>Attends within one head of a text of <paramref name="length"/> tokens from <paramref name="first"/> on.</summary>
    internal void Attend(int text, int first, int length, int head)
    {
        AskingTokens asking = new(chosen, text, first, length);
        int keyStart = (first * input.KeyValueStride) + (head * shape.HeadSize);
        int ahead = shape.Ahead(head, length, input.KeyValueStride);
        int queryAhead = shape.Ahead(head, asking.Count, input.QueryStride);
        int outputAhead = shape.Ahead(head, asking.Count, shape.Hidden);
        HeadRows<T, TElement>.Load(in Unsafe.Add(ref input.Keys, keyStart), input.KeyValueStride, length, shape.HeadSize, ref keys, stride, ahead);
        HeadRows<T, TElement>.Load(in Unsafe.Add(ref input.Values, keyStart), input.KeyValueStride, length, shape.HeadSize, ref values, stride, ahead);
        uint queryKey = 0;
        if (dropout.IsActive)
        {
            (queryKey, uint pairKey) = dropout.Keys(text, head);
            AttentionDropout.MixPairs(pairKey, length, ref pairs);
        }

        for (int query = asking.First; query < asking.End; query += ScoreTile.Queries)
        {
            int end = Math.Min(asking.End, query + ScoreTile.Queries);
            int row = asking.RowOf(query);
            HeadRows<T, TElement>.Load(
                in Unsafe.Add(ref input.Queries, (row * input.QueryStride) + (head * shape.HeadSize)), input.QueryStride, end - query, shape.HeadSize, ref queries, stride,
                queryAhead);
            Mix(head, query, end, length, queryKey);
            HeadRows<T, TElement>.Store(
                in mixed, stride, end - query, shape.HeadSize, in statistics,
                ref Unsafe.Add(ref MemoryMarshal.GetReference(output), (row * shape.Hidden) + (head * shape.HeadSize)), shape.Hidden, outputAhead);
            if (!logSumExp.IsEmpty)
            {
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref statistics, ScoreTile.Queries), end - query)
                    .CopyTo(logSumExp[((head * (logSumExp.Length / shape.Heads)) + row)..]);
            }
        }
    }

    /// <summary>The values that a tile of queries sees, mixed; not yet divided by the sum of their weights.</summary>
    private void Mix(int head, int query, int endQuery, int length, uint queryKey)
    {
        (int firstKey, int endKey) = shape.Keys(query, endQuery, length);
        int count = endKey - firstKey;
        int columns = endQuery - query > KernelVector.Width ? ScoreTile.Queries : KernelVector.Width;
        Transposition.Transpose(in queries, stride, columns, shape.HeadSize, shape.Scale * KernelVector.Log2E, ref transposedQueries, ScoreTile.Queries);
        MatrixProduct.Multiply<RowMajor>(
            ref Unsafe.Add(ref keys, firstKey * stride), stride, ref transposedQueries, ScoreTile.Queries, ref scores, ScoreTile.Queries,
            count, shape.HeadSize, columns);
        if (bias.IsActive)
        {
            bias.Add(head, ref scores, firstKey, count, query, columns);
        }

        ScoreTile.Hide(shape, ref scores, firstKey, endKey, query, endQuery);
        ScoreTile.FillRows(ref scores, count, (count + 1) & ~1, float.NegativeInfinity);
        for (int i = 0; i < columns; i += KernelVector.Width)
        {
            ref float column = ref Unsafe.Add(ref scores, i);
            (Vector512<float> maximum, Vector512<float> sum) = dropout.IsActive
                ? ScoreTile.ExponentiateAndDrop(
                    ref column, count, dropout.Limit, AttentionDropout.MixQueries(queryKey, query + i), ref Unsafe.Add(ref pairs, firstKey / 2))
                : ScoreTile.Exponentiate(ref column, count);
            (Vector512.Create(dropout.Kept) / sum).StoreUnsafe(ref statistics, (nuint)i);
            if (!logSumExp.IsEmpty)
            {
                (maximum + Vector512.Log2(sum)).StoreUnsafe(ref statistics, (nuint)(ScoreTile.Queries + i));
            }
        }

        MatrixProduct.Multiply<ColumnMajor>(
            ref scores, ScoreTile.Queries, ref Unsafe.Add(ref values, firstKey * stride), stride, ref mixed, stride, endQuery - query, count, stride);
    }
}
