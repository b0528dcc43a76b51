using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// One use of a post-norm transformer layer: the forward pass and the backward pass written out. Between the matrix products each element is touched once: bias,
/// dropout, residual and norm together, bias and activation together, all of attention together.
/// </summary>
internal sealed unsafe class FusedLayer<T, TElement>(
    FusedPass<T, TElement> pass, PostNormParts layer, LayerWeights<T, TElement> weights, FusedState<T> input, FusedDistanceBias? bias, TokenBatch batch, ForwardContext context,
    bool firstTokensOnly)
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly int hidden = layer.Shape.HiddenSize;
    private readonly int rows = firstTokensOnly ? batch.TextCount : batch.TokenCount; // of the output
    private readonly AttentionDropout attentionDropout =
        context.Training && layer.Shape.AttentionDropout > 0 ? new(layer.Shape.AttentionDropout, context.NextStream(), context.Part.FirstText) : default;
    private readonly DropoutMask attendedDropout = context.NextDropout(layer.Shape.HiddenDropout, layer.Shape.HiddenSize, firstTokensOnly);
    private readonly DropoutMask outputDropout = context.NextDropout(layer.Shape.HiddenDropout, layer.Shape.HiddenSize, firstTokensOnly);
    private readonly AttentionShape attention = new(
        layer.Shape.AttentionHeads, layer.Shape.HiddenSize / layer.Shape.AttentionHeads, 1 / MathF.Sqrt(layer.Shape.HiddenSize / layer.Shape.AttentionHeads),
        FirstOnly: firstTokensOnly);

    internal Tensor Forward()
    {
        FusedState<T> output = pass.NewState(rows, hidden);
        _ = pass.LowOf(input);
        FusedMarks marks = pass.Memory.Mark();
        Kept kept = ForwardInner();
        FusedMatrix<T> branch = pass.NewProduct(rows, hidden);
        weights.Outer.Forward(kept.Activated, branch, pass.NeedsGradients);
        Normalize(kept.Attended.Full.Pointer, branch, weights.Outer.Bias, layer.OutputNorm, outputDropout, output);
        if (pass.KeepsAll)
        {
            pass.Record(() => Backward(output, kept));
        }
        else
        {
            pass.Memory.Release(marks);
            pass.Record(() => Backward(output, null));
        }

        return pass.Leave(output);
    }

    /// <summary>All up to the product that makes the output.</summary>
    private Kept ForwardInner()
    {
        FusedMatrix<T> queryKeyValue = pass.NewProduct(batch.TokenCount, 3 * hidden);
        weights.QueryKeyValue.Forward(pass.LowOf(input), queryKeyValue, pass.NeedsGradients);
        FusedRows<T, TElement>.AddBias(queryKeyValue, weights.QueryKeyValue);
        FusedMatrix<T> mixed = pass.NewProduct(rows, hidden).ClearPadding();
        FusedMatrix<float>? logSumExp = pass.NeedsGradients ? pass.NewFloats(attention.Heads, rows) : null;
        FusedRows<T, TElement>.ForTexts(batch, texts => PackedAttention.Forward<T, TElement>(
            attention, batch.Offsets.AsSpan(), texts, queryKeyValue.Span, mixed.Span, logSumExp is null ? default : logSumExp.Span, attentionDropout,
            bias?.Forward ?? default));

        FusedMatrix<T> branch = pass.NewProduct(rows, hidden);
        weights.Output.Forward(mixed, branch, pass.NeedsGradients);
        FusedState<T> attended = pass.NewState(rows, hidden);
        Normalize(FirstTokens(input.Full), branch, weights.Output.Bias, layer.AttentionNorm, attendedDropout, attended);

        FusedMatrix<T> inner = pass.NewProduct(rows, layer.Shape.IntermediateSize);
        FusedMatrix<T> activated = pass.NewProduct(rows, layer.Shape.IntermediateSize);
        weights.Inner.Forward(attended.Low!, inner, pass.NeedsGradients);
        float* innerBias = weights.Inner.Bias;
        WorkerThreads.ForRanges(inner.PaddedRows, 32, 16, (_, begin, end) => FusedActivation.Forward<T, TElement>(
            layer.Shape.Activation, pass.NeedsGradients, inner.Row(begin), innerBias, activated.Row(begin), end - begin, inner.Columns));
        return new(activated, inner, attended, mixed, logSumExp, queryKeyValue);
    }

    /// <param name="output">The output, whose gradient is there.</param>
    /// <param name="kept">What the forward pass kept, or null: it is computed again.</param>
    private void Backward(FusedState<T> output, Kept? kept)
    {
        (nint gradient, nint lowGradient) = pass.GradientOf(output);
        FusedMatrix<T> inputGradient = pass.NewProduct(batch.TokenCount, hidden);
        float* residual = gradient != 0 ? (float*)gradient : pass.NewFloats(rows, hidden).Pointer;
        FusedMarks marks = pass.Memory.Mark();
        (FusedMatrix<T> activated, FusedMatrix<T> derivative, FusedState<T> attended, FusedMatrix<T> mixed, FusedMatrix<float>? logSumExp, FusedMatrix<T> queryKeyValue) = kept ?? ForwardInner();

        FusedMatrix<T> branch = pass.NewProduct(rows, hidden).ClearPadding();
        NormalizeBackward(output, (float*)gradient, (T*)lowGradient, residual, branch, layer.OutputNorm, weights.Outer, outputDropout);
        weights.Outer.BackwardWeight(branch, activated, pass.Memory.Products);
        FusedMatrix<T> inner = pass.NewProduct(rows, layer.Shape.IntermediateSize);
        weights.Outer.BackwardInput(branch, inner);
        FusedRows<T, TElement>.SumColumns(pass, inner.PaddedRows, inner.Columns, weights.Inner, (begin, end, sums) =>
            BiasActivation<T, TElement>.Backward(inner.Row(begin), derivative.Row(begin), sums, end - begin, inner.Columns));
        weights.Inner.BackwardWeight(inner, attended.Low!, pass.Memory.Products);
        FusedMatrix<T> attendedGradient = pass.NewProduct(rows, hidden);
        weights.Inner.BackwardInput(inner, attendedGradient);

        NormalizeBackward(attended, residual, attendedGradient.Pointer, residual, branch, layer.AttentionNorm, weights.Output, attendedDropout);
        weights.Output.BackwardWeight(branch, mixed, pass.Memory.Products);
        FusedMatrix<T> mixedGradient = attendedGradient;
        weights.Output.BackwardInput(branch, mixedGradient);
        FusedMatrix<T> gradients = pass.NewProduct(batch.TokenCount, 3 * hidden).ClearPadding();
        BackwardAttention(queryKeyValue, mixed, logSumExp!, mixedGradient, gradients);
        FusedRows<T, TElement>.SumColumns(pass, gradients.PaddedRows, gradients.Columns, weights.QueryKeyValue, (begin, end, sums) =>
            BiasActivation<T, TElement>.AddColumns(gradients.Row(begin), sums, end - begin, gradients.Columns));
        weights.QueryKeyValue.BackwardWeight(gradients, pass.LowOf(input), pass.Memory.Products);
        weights.QueryKeyValue.BackwardInput(gradients, inputGradient);
        pass.Memory.Release(marks);
        input.Gradient = ToAllTokens(residual);
        input.LowGradient = inputGradient;
    }

    private void BackwardAttention(
        FusedMatrix<T> queryKeyValue, FusedMatrix<T> mixed, FusedMatrix<float> logSumExp, FusedMatrix<T> mixedGradient, FusedMatrix<T> gradients)
    {
        using ColumnSums? shares = bias is null ? null : new(pass.Memory.States, batch.TextCount, bias.Size, FusedRows<T, TElement>.LeastTexts, FusedRows<T, TElement>.MostRanges);
        WorkerThreads.ForRanges(batch.TextCount, FusedRows<T, TElement>.LeastTexts, FusedRows<T, TElement>.MostRanges, (range, begin, end) => PackedAttention.Backward<T, TElement>(
            attention, batch.Offsets.AsSpan(), begin..end, queryKeyValue.Span, mixed.Span, logSumExp.Span, mixedGradient.Span, gradients.Span, attentionDropout,
            shares is null ? default : bias!.Backward(shares[range])));
        if (shares is not null)
        {
            bias!.Add(shares.Total());
        }
    }

    private void Normalize(float* residual, FusedMatrix<T> branch, float* branchBias, LayerNormBlock norm, DropoutMask dropout, FusedState<T> output)
    {
        NormForward<T, TElement> kernel = new()
        {
            Columns = hidden,
            Epsilon = (float)norm.Epsilon,
            Weight = norm.WeightPointer,
            Bias = norm.BiasPointer,
            Residual = residual,
            Branch = branch.Pointer,
            BranchBias = branchBias,
            Dropout = dropout,
            Output = output.Full.Pointer,
            Low = output.Low!.Pointer,
            Normalized = output.Normalized is null ? null : output.Normalized.Pointer,
            Deviation = output.Deviation is null ? null : output.Deviation.Pointer,
        };
        WorkerThreads.ForRanges(rows, 32, 16, (_, begin, end) => kernel.Run(begin, end));
        output.Low.ClearPadding();
    }

    private void NormalizeBackward(
        FusedState<T> output, float* gradient, T* lowGradient, float* residual, FusedMatrix<T> branch, LayerNormBlock norm, FusedLinear<T, TElement> linear, DropoutMask dropout)
    {
        NormBackward<T, TElement> kernel = new()
        {
            Columns = hidden,
            Weight = norm.WeightPointer,
            Normalized = output.Normalized!.Pointer,
            Deviation = output.Deviation!.Pointer,
            Gradient = gradient,
            LowGradient = lowGradient,
            Dropout = dropout,
            ResidualGradient = residual,
            BranchGradient = branch.Pointer,
        };
        using ColumnSums sums = new(pass.Memory.States, rows, 3 * hidden);
        WorkerThreads.ForRanges(rows, ColumnSums.Least, ColumnSums.Most, (range, begin, end) =>
        {
            float* own = sums[range];
            kernel.Run(begin, end, own, own + hidden, own + (2 * hidden));
        });
        float* total = sums.Total();
        ParameterGradient.Add(norm.Weight, total);
        ParameterGradient.Add(norm.Bias, total + hidden);
        linear.BackwardBias(total + (2 * hidden));
    }

    /// <summary>The rows of the tokens whose outputs are wanted.</summary>
    private float* FirstTokens(FusedMatrix<float> all)
    {
        if (!firstTokensOnly)
        {
            return all.Pointer;
        }

        FusedMatrix<float> chosen = pass.NewFloats(rows, hidden);
        for (int text = 0; text < rows; text++)
        {
            all.Span.Slice(batch.Offsets[text] * hidden, hidden).CopyTo(chosen.Span[(text * hidden)..]);
        }

        return chosen.Pointer;
    }

    private float* ToAllTokens(float* gradient)
    {
        if (!firstTokensOnly)
        {
            return gradient;
        }

        FusedMatrix<float> all = pass.NewFloats(batch.TokenCount, hidden);
        all.Span.Clear();
        for (int text = 0; text < rows; text++)
        {
            new Span<float>(gradient + (text * hidden), hidden).CopyTo(all.Span[(batch.Offsets[text] * hidden)..]);
        }

        return all.Pointer;
    }

    /// <summary>What the backward pass reads.</summary>
    /// <param name="Activated">The input of the outer product.</param>
    /// <param name="Derivative">The activation's.</param>
    /// <param name="Attended">The input of the inner product.</param>
    /// <param name="Mixed">The output of attention.</param>
    /// <param name="LogSumExp">Its statistics.</param>
    /// <param name="QueryKeyValue">Its input.</param>
    private sealed record Kept(
        FusedMatrix<T> Activated, FusedMatrix<T> Derivative, FusedState<T> Attended, FusedMatrix<T> Mixed, FusedMatrix<float>? LogSumExp, FusedMatrix<T> QueryKeyValue);
}
