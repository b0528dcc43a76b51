using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// The backward pass of attention, one head of one text at a time, by tiles of queries against all their keys; the probabilities are computed again.
/// </summary>
internal readonly ref struct AttentionBackward<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly AttentionShape shape;
    private readonly AttentionDropout dropout;
    private readonly AttentionBias bias;
    private readonly AttentionRows<T> input;
    private readonly ReadOnlySpan<int> chosen;
    private readonly ReadOnlySpan<T> output;
    private readonly ReadOnlySpan<float> logSumExp;
    private readonly ReadOnlySpan<T> outputGradient;
    private readonly AttentionRows<T> gradient;
    private readonly int stride; // of all dense matrices but tiles of scores
    private readonly ref float keys; // [length, stride]
    private readonly ref float values; // [length, stride]
    private readonly ref float keyGradients; // [length, stride]
    private readonly ref float valueGradients; // [length, stride]
    private readonly ref float queries; // [tile, stride]
    private readonly ref float mixedGradients; // [tile, stride]
    private readonly ref float transposed; // [head size, tile]
    private readonly ref float scores; // [length, tile]
    private readonly ref float scoreGradients; // [length, tile]
    private readonly ref float statistics; // [tile] log-sum-exps, [tile] dot products of output and gradient
    private readonly ref float pairs; // [length / 2]

    internal AttentionBackward(
        in AttentionShape shape, in AttentionDropout dropout, in AttentionBias bias, int longest, in AttentionRows<T> input, ReadOnlySpan<int> chosen, ReadOnlySpan<T> output,
        ReadOnlySpan<float> logSumExp, ReadOnlySpan<T> outputGradient, in AttentionRows<T> gradient)
    {
        this.shape = shape;
        this.dropout = dropout;
        this.bias = bias;
        this.input = input;
        this.chosen = chosen;
        this.output = output;
        this.logSumExp = logSumExp;
        this.outputGradient = outputGradient;
        this.gradient = gradient;
        stride = shape.PaddedHeadSize;
        int rows = longest + 8; // products read and write whole groups of rows
        int matrix = rows * stride;
        int tile = ScoreTile.Queries;
        KernelScratch scratch = KernelScratch.Begin(KernelScratch.Total(
            matrix, matrix, matrix, matrix, tile * stride, tile * stride, tile * stride, rows * tile, rows * tile, 2 * tile, rows));
        keys = ref scratch.Take(matrix);
        values = ref scratch.Take(matrix);
        keyGradients = ref scratch.Take(matrix);
        valueGradients = ref scratch.Take(matrix);
        queries = ref scratch.Take(tile * stride);
        mixedGradients = ref scratch.Take(tile * stride);
        transposed = ref scratch.Take(tile * stride);
        scores = ref scratch.Take(rows * tile);
        scoreGradients = ref scratch.Take(rows * tile);
        statistics = ref scratch.Take(2 * tile);
        pairs = ref scratch.Take(rows);
    }

    /// <summary>Writes the gradients of one head of a text of <paramref name="length"/> tokens from <paramref name="first"/> on.</summary>
    internal void Attend(int text, int first, int length, int head)
    {
        AskingTokens asking = new(chosen, text, first, length);
        int keyStart = (first * input.KeyValueStride) + (head * shape.HeadSize);
        int ahead = shape.Ahead(head, length, input.KeyValueStride);
        int queryAhead = shape.Ahead(head, asking.Count, input.QueryStride);
        int outputAhead = shape.Ahead(head, asking.Count, shape.Hidden);
        HeadRows<T, TElement>.Load(in Unsafe.Add(ref input.Keys, keyStart), input.KeyValueStride, length, shape.HeadSize, ref keys, stride, ahead);
        HeadRows<T, TElement>.Load(in Unsafe.Add(ref input.Values, keyStart), input.KeyValueStride, length, shape.HeadSize, ref values, stride, ahead);
        // Rows that fill up the last group take part with a weight of 0: they must be numbers.
        int padding = 8 * stride;
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref keys, length * stride), padding).Clear();
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, length * stride), padding).Clear();
        MemoryMarshal.CreateSpan(ref keyGradients, length * stride).Clear();
        MemoryMarshal.CreateSpan(ref valueGradients, length * stride).Clear();
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
            int queryStart = (row * input.QueryStride) + (head * shape.HeadSize);
            HeadRows<T, TElement>.Load(
                in Unsafe.Add(ref input.Queries, queryStart), input.QueryStride, end - query, shape.HeadSize, ref queries, stride, queryAhead);
            LoadOutputGradient(row, end - query, head, outputAhead);
            Differentiate(head, query, end, length, queryKey);
            HeadRows<T, TElement>.Store(
                in mixedGradients, stride, end - query, shape.HeadSize, shape.Scale, ref Unsafe.Add(ref gradient.Queries, queryStart), input.QueryStride, queryAhead);
        }

        ref T keyRows = ref Unsafe.Add(ref gradient.Keys, keyStart);
        HeadRows<T, TElement>.Store(in keyGradients, stride, length, shape.HeadSize, shape.Scale, ref keyRows, input.KeyValueStride, ahead);
        ref T valueRows = ref Unsafe.Add(ref gradient.Values, keyStart);
        HeadRows<T, TElement>.Store(in valueGradients, stride, length, shape.HeadSize, dropout.Kept, ref valueRows, input.KeyValueStride, ahead);
    }

    private void LoadOutputGradient(int token, int count, int head, int ahead)
    {
        int start = (token * shape.Hidden) + (head * shape.HeadSize);
        HeadRows<T, TElement>.Load(
            in Unsafe.Add(ref MemoryMarshal.GetReference(outputGradient), start), shape.Hidden, count, shape.HeadSize, ref mixedGradients, stride, ahead);
        HeadRows<T, TElement>.Dot(
            in Unsafe.Add(ref MemoryMarshal.GetReference(output), start), shape.Hidden, count, shape.HeadSize, in mixedGradients, stride,
            ref Unsafe.Add(ref statistics, ScoreTile.Queries), ahead);
        logSumExp.Slice((head * (logSumExp.Length / shape.Heads)) + token, count).CopyTo(MemoryMarshal.CreateSpan(ref statistics, count));
    }

    /// <summary>
    /// Adds a tile's part to the gradients of keys and values, and leaves that of its queries in place of the output's. Those of keys and queries lack the scale.
    /// </summary>
    private void Differentiate(int head, int query, int endQuery, int length, uint queryKey)
    {
        (int firstKey, int endKey) = shape.Keys(query, endQuery, length);
        int count = endKey - firstKey;
        int rows = (count + 7) & ~7;
        int columns = endQuery - query > KernelVector.Width ? ScoreTile.Queries : KernelVector.Width;
        int start = firstKey * stride;
        int tile = ScoreTile.Queries;
        Transposition.Transpose(in queries, stride, columns, shape.HeadSize, shape.Scale * KernelVector.Log2E, ref transposed, tile);
        MatrixProduct.Multiply<RowMajor>(ref Unsafe.Add(ref keys, start), stride, ref transposed, tile, ref scores, tile, count, shape.HeadSize, columns);
        if (bias.IsActive)
        {
            bias.Add(head, ref scores, firstKey, count, query, columns);
        }

        ScoreTile.Hide(shape, ref scores, firstKey, endKey, query, endQuery);
        ScoreTile.FillRows(ref scores, count, rows, float.NegativeInfinity);
        Transposition.Transpose(in mixedGradients, stride, columns, shape.HeadSize, 1, ref transposed, tile);
        MatrixProduct.Multiply<RowMajor>(
            ref Unsafe.Add(ref values, start), stride, ref transposed, tile, ref scoreGradients, tile, rows, shape.HeadSize, columns);
        for (int i = 0; i < columns; i += KernelVector.Width)
        {
            Vector512<float> logSum = Vector512.LoadUnsafe(ref statistics, (nuint)i);
            Vector512<float> delta = Vector512.LoadUnsafe(ref statistics, (nuint)(tile + i));
            ref float column = ref Unsafe.Add(ref scores, i);
            ref float gradients = ref Unsafe.Add(ref scoreGradients, i);
            if (dropout.IsActive)
            {
                ScoreTile.DifferentiateAndDrop(
                    ref column, ref gradients, rows, logSum, delta, dropout.Limit, dropout.Kept,
                    AttentionDropout.MixQueries(queryKey, query + i), ref Unsafe.Add(ref pairs, firstKey / 2));
            }
            else
            {
                ScoreTile.Differentiate(ref column, ref gradients, rows, logSum, delta);
            }
        }

        int queryCount = endQuery - query;
        if (bias.IsActive)
        {
            bias.AddBackward(head, ref scoreGradients, firstKey, count, query, queryCount);
        }

        MatrixProduct.Multiply<RowMajor>(
            ref scores, tile, ref mixedGradients, stride, ref Unsafe.Add(ref valueGradients, start), stride, rows, queryCount, stride, add: true);
        MatrixProduct.Multiply<RowMajor>(
            ref scoreGradients, tile, ref queries, stride, ref Unsafe.Add(ref keyGradients, start), stride, rows, queryCount, stride, add: true);
        MatrixProduct.Multiply<ColumnMajor>(
            ref scoreGradients, tile, ref Unsafe.Add(ref keys, start), stride, ref mixedGradients, stride, queryCount, count, stride);
    }
}
