using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The attention of one use of a layer, with the products that make queries, keys and values: forward and backward pass.</summary>
/// <param name="pass">The pass.</param>
/// <param name="shape">What is computed.</param>
/// <param name="weights">The layer's.</param>
/// <param name="batch">The packed tokens.</param>
/// <param name="chosen">For each text the token that asks, or null: all ask.</param>
/// <param name="dropout">Of the probabilities.</param>
internal sealed unsafe class FusedAttention<T, TElement>(
    FusedPass<T, TElement> pass, AttentionShape shape, LayerWeights<T, TElement> weights, TokenBatch batch, int[]? chosen, AttentionDropout dropout)
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly int hidden = shape.Hidden;

    /// <summary>Added to the scores, or null.</summary>
    internal FusedDistanceBias? Bias { get; init; }

    /// <summary>By which queries and keys are turned, or null.</summary>
    internal RotaryAngles? Angles { get; init; }

    /// <summary>How many tokens ask.</summary>
    private int Rows => chosen?.Length ?? batch.TokenCount;

    /// <summary>Attends.</summary>
    /// <param name="input">[tokens, hidden].</param>
    internal Kept Forward(FusedMatrix<T> input)
    {
        FusedMatrix<T>? asking = chosen is null ? null : ChosenRows.Gather(input, chosen, pass.NewProduct(Rows, hidden));
        FusedMatrix<T> queries;
        FusedMatrix<T> keyValue;
        if (asking is null)
        {
            queries = keyValue = Project(input, weights.QueryKeyValue);
        }
        else
        {
            queries = Project(asking, weights.Query);
            keyValue = Project(input, weights.KeyValue);
        }

        Turn(queries, keyValue, 1);
        FusedMatrix<T> mixed = pass.NewProduct(Rows, hidden).ClearPadding();
        FusedMatrix<float>? logSumExp = pass.NeedsGradients ? pass.NewFloats(shape.Heads, Rows) : null;
        FusedRows<T, TElement>.ForTexts(batch, texts => PackedAttention.Forward<T, TElement>(
            shape, batch.Offsets.AsSpan(), texts, RowsOf(queries, keyValue), chosen, mixed.Span, logSumExp is null ? default : logSumExp.Span, dropout, Bias?.Forward ?? default));
        return new(asking, queries, keyValue, mixed, logSumExp);
    }

    /// <summary>Adds to the gradients of the projections, and writes that of the input.</summary>
    /// <param name="kept">The forward pass's.</param>
    /// <param name="input">The forward pass's.</param>
    /// <param name="mixedGradient">The gradient of what <see cref="Kept.Mixed"/> is.</param>
    /// <param name="inputGradient">[tokens, hidden], written; where all ask it may be the same as <paramref name="mixedGradient"/>.</param>
    internal void Backward(Kept kept, FusedMatrix<T> input, FusedMatrix<T> mixedGradient, FusedMatrix<T> inputGradient)
    {
        FusedMatrix<T> keyValue = pass.NewProduct(batch.TokenCount, kept.KeyValue.Columns).ClearPadding();
        FusedMatrix<T> queries = kept.Asking is null ? keyValue : pass.NewProduct(Rows, hidden).ClearPadding();
        BackwardScores(kept, mixedGradient, queries, keyValue);
        Turn(queries, keyValue, -1);
        if (kept.Asking is null)
        {
            BackwardProjection(weights.QueryKeyValue, input, keyValue, inputGradient);
            return;
        }

        BackwardProjection(weights.KeyValue, input, keyValue, inputGradient);
        FusedMatrix<T> askingGradient = pass.NewProduct(Rows, hidden);
        BackwardProjection(weights.Query, kept.Asking, queries, askingGradient);
        for (int text = 0; text < Rows; text++)
        {
            ResidualAdd<T, TElement>.AddRow(askingGradient.Row(text), inputGradient.Row(chosen![text]), hidden);
        }
    }

    private FusedMatrix<T> Project(FusedMatrix<T> input, FusedLinear<T, TElement> linear)
    {
        FusedMatrix<T> output = pass.NewProduct(input.Rows, linear.Outputs);
        linear.Forward(input, output, pass.NeedsGradients);
        FusedRows<T, TElement>.AddBias(output, linear);
        return output;
    }

    private void BackwardProjection(FusedLinear<T, TElement> linear, FusedMatrix<T> input, FusedMatrix<T> gradient, FusedMatrix<T> inputGradient)
    {
        if (linear.HasBias)
        {
            FusedRows<T, TElement>.SumColumns(pass, gradient.PaddedRows, gradient.Columns, linear, (begin, end, sums) =>
                BiasActivation<T, TElement>.AddColumns(gradient.Row(begin), sums, end - begin, gradient.Columns));
        }

        linear.BackwardWeight(gradient, input, pass.Memory.Products);
        linear.BackwardInput(gradient, inputGradient);
    }

    private void BackwardScores(Kept kept, FusedMatrix<T> mixedGradient, FusedMatrix<T> queries, FusedMatrix<T> keyValue)
    {
        using ColumnSums? shares = Bias is null ? null : new(pass.Memory.States, batch.TextCount, Bias.Size, FusedRows<T, TElement>.LeastTexts, FusedRows<T, TElement>.MostRanges);
        WorkerThreads.ForRanges(batch.TextCount, FusedRows<T, TElement>.LeastTexts, FusedRows<T, TElement>.MostRanges, (range, begin, end) => PackedAttention.Backward<T, TElement>(
            shape, batch.Offsets.AsSpan(), begin..end, RowsOf(kept.Queries, kept.KeyValue), chosen, kept.Mixed.Span, kept.LogSumExp!.Span, mixedGradient.Span,
            RowsOf(queries, keyValue), dropout, shares is null ? default : Bias!.Backward(shares[range])));
        if (shares is not null)
        {
            Bias!.Add(shares.Total());
        }
    }

    private AttentionRows<T> RowsOf(FusedMatrix<T> queries, FusedMatrix<T> keyValue) =>
        chosen is null ? new(keyValue.Span, hidden) : new(queries.Span, keyValue.Span, hidden);

    private void Turn(FusedMatrix<T> queries, FusedMatrix<T> keyValue, float direction)
    {
        if (Angles is not { } angles)
        {
            return;
        }

        int heads = chosen is null ? 2 * shape.Heads : shape.Heads; // queries and keys, or keys alone
        fixed (byte* start = batch.PositionIds.bytes)
        {
            nint positions = (nint)start; // native memory, which does not move
            WorkerThreads.ForRanges(batch.TokenCount, 32, 16, (_, begin, end) =>
                Rotation<T, TElement>.Turn(keyValue.Row(begin), keyValue.Columns, (long*)positions + begin, angles, direction, end - begin, heads));
            for (int text = 0; text < chosen?.Length; text++)
            {
                Rotation<T, TElement>.Turn(queries.Row(text), hidden, (long*)positions + chosen[text], angles, direction, 1, heads);
            }
        }
    }

    /// <summary>What the backward pass reads.</summary>
    /// <param name="Asking">The input of the tokens that ask, or null: all.</param>
    /// <param name="Queries">The queries; where all ask the same as <paramref name="KeyValue"/>.</param>
    /// <param name="KeyValue">Keys and values; where all ask with the queries before them.</param>
    /// <param name="Mixed">The result: [tokens that ask, hidden].</param>
    /// <param name="LogSumExp">Its statistics.</param>
    internal sealed record Kept(FusedMatrix<T>? Asking, FusedMatrix<T> Queries, FusedMatrix<T> KeyValue, FusedMatrix<T> Mixed, FusedMatrix<float>? LogSumExp);
}
