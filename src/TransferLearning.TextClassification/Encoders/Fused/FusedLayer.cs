using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// One use of a post-norm transformer layer: the forward pass and the backward pass written out. Between the matrix products each element is touched once: bias,
/// dropout, residual and norm together, bias and activation together, all of attention together. Where one token of each text is wanted, all but keys and values is
/// of those alone.
/// </summary>
internal sealed unsafe class FusedLayer<T, TElement>(
    FusedPass<T, TElement> pass, PostNormParts layer, LayerWeights<T, TElement> weights, FusedState<T> input, FusedDistanceBias? bias, TokenBatch batch, ForwardContext context,
    int[]? chosen)
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly int hidden = layer.Shape.HiddenSize;
    private readonly int rows = chosen?.Length ?? batch.TokenCount; // of the output
    private readonly FusedAttention<T, TElement> attention = new(
        pass,
        new(layer.Shape.AttentionHeads, layer.Shape.HiddenSize / layer.Shape.AttentionHeads, 1 / MathF.Sqrt(layer.Shape.HiddenSize / layer.Shape.AttentionHeads)),
        weights, batch, chosen, context.NextAttentionDropout(layer.Shape.AttentionDropout))
    {
        Bias = bias,
    };

    private readonly DropoutMask attendedDropout = context.NextDropout(layer.Shape.HiddenDropout, layer.Shape.HiddenSize, chosen is not null);
    private readonly DropoutMask outputDropout = context.NextDropout(layer.Shape.HiddenDropout, layer.Shape.HiddenSize, chosen is not null);

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
        FusedAttention<T, TElement>.Kept seen = attention.Forward(pass.LowOf(input));
        FusedMatrix<T> branch = pass.NewProduct(rows, hidden);
        weights.Output.Forward(seen.Mixed, branch, pass.NeedsGradients);
        FusedState<T> attended = pass.NewState(rows, hidden);
        FusedMatrix<float> residual = chosen is null ? input.Full : ChosenRows.Gather(input.Full, chosen, pass.NewFloats(rows, hidden));
        Normalize(residual.Pointer, branch, weights.Output.Bias, layer.AttentionNorm, attendedDropout, attended);

        FusedMatrix<T> inner = pass.NewProduct(rows, layer.Shape.IntermediateSize);
        FusedMatrix<T> activated = pass.NewProduct(rows, layer.Shape.IntermediateSize);
        weights.Inner.Forward(attended.Low!, inner, pass.NeedsGradients);
        float* innerBias = weights.Inner.Bias;
        WorkerThreads.ForRanges(inner.PaddedRows, 32, 16, (_, begin, end) => FusedActivation.Forward<T, TElement>(
            layer.Shape.Activation, pass.NeedsGradients, inner.Row(begin), innerBias, activated.Row(begin), end - begin, inner.Columns));
        return new(activated, inner, attended, seen);
    }

    /// <param name="output">The output, whose gradient is there.</param>
    /// <param name="kept">What the forward pass kept, or null: it is computed again.</param>
    private void Backward(FusedState<T> output, Kept? kept)
    {
        (nint gradient, nint lowGradient) = pass.GradientOf(output);
        FusedMatrix<T> inputGradient = pass.NewProduct(batch.TokenCount, hidden);
        float* residual = gradient != 0 ? (float*)gradient : pass.NewFloats(rows, hidden).Pointer;
        FusedMarks marks = pass.Memory.Mark();
        (FusedMatrix<T> activated, FusedMatrix<T> derivative, FusedState<T> attended, FusedAttention<T, TElement>.Kept seen) = kept ?? ForwardInner();

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
        weights.Output.BackwardWeight(branch, seen.Mixed, pass.Memory.Products);
        FusedMatrix<T> mixedGradient = attendedGradient;
        weights.Output.BackwardInput(branch, mixedGradient);
        attention.Backward(seen, pass.LowOf(input), mixedGradient, inputGradient);
        pass.Memory.Release(marks);
        input.Gradient = chosen is null ? residual : ChosenRows.Scatter(residual, chosen, pass.NewFloats(batch.TokenCount, hidden)).Pointer;
        input.LowGradient = inputGradient;
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

    /// <summary>What the backward pass reads.</summary>
    /// <param name="Activated">The input of the outer product.</param>
    /// <param name="Derivative">The activation's.</param>
    /// <param name="Attended">The input of the inner product.</param>
    /// <param name="Seen">What attention keeps.</param>
    private sealed record Kept(FusedMatrix<T> Activated, FusedMatrix<T> Derivative, FusedState<T> Attended, FusedAttention<T, TElement>.Kept Seen);
}
