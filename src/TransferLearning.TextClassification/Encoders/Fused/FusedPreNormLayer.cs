using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// One use of a pre-norm transformer layer, with or without rotation of the heads and a gate in the feed-forward block: forward and backward pass. Where one token of
/// each text is wanted, all but the first norm, keys and values is of those alone.
/// </summary>
internal sealed unsafe class FusedPreNormLayer<T, TElement>(
    FusedPass<T, TElement> pass, PreNormParts parts, LayerWeights<T, TElement> weights, FusedState<T> input, RotaryAngles? angles, TokenBatch batch, ForwardContext context,
    int[]? chosen)
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly int rows = chosen?.Length ?? batch.TokenCount; // of the output
    private readonly int hidden = parts.Shape.HiddenSize;
    private readonly int intermediate = parts.Shape.IntermediateSize;
    private readonly FusedAttention<T, TElement> attention = new(
        pass, parts.Attention, weights, batch, chosen, context.NextAttentionDropout(parts.Shape.AttentionDropout))
    {
        Angles = angles,
    };

    private readonly DropoutMask attendedDropout = context.NextDropout(parts.Shape.HiddenDropout, parts.Shape.HiddenSize, chosen is not null);
    private readonly DropoutMask innerDropout = context.NextDropout(parts.InnerDropout, parts.Shape.IntermediateSize, chosen is not null);
    private readonly DropoutMask outerDropout = context.NextDropout(parts.OuterDropout, parts.Shape.HiddenSize, chosen is not null);

    internal Tensor Forward()
    {
        FusedState<T> output = pass.NewFullState(rows, hidden);
        if (parts.AttentionNorm is null)
        {
            _ = pass.LowOf(input);
        }

        FusedMarks marks = pass.Memory.Mark();
        Kept kept = ForwardInner();
        weights.Outer.Forward(kept.Activated, kept.Branch, pass.NeedsGradients);
        float* bias = weights.Outer.Bias;
        WorkerThreads.ForRanges(rows, 32, 16, (_, begin, end) =>
            ResidualAdd<T, TElement>.Forward(kept.Attended.Pointer, kept.Branch.Pointer, bias, outerDropout, output.Full.Pointer, begin, end, hidden));
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
        FusedMatrix<T> normed = parts.AttentionNorm is null ? pass.LowOf(input) : pass.NewProduct(batch.TokenCount, hidden).ClearPadding();
        FusedNorm<T, TElement>? attentionNorm = null;
        if (parts.AttentionNorm is { } norm)
        {
            attentionNorm = new FusedNorm<T, TElement>(pass, norm, batch.TokenCount, hidden);
            attentionNorm.Forward(input.Full.Pointer, normed);
        }

        FusedAttention<T, TElement>.Kept seen = attention.Forward(normed);
        FusedMatrix<T> branch = pass.NewProduct(rows, hidden);
        weights.Output.Forward(seen.Mixed, branch, pass.NeedsGradients);
        FusedMatrix<float> attended = pass.NewFloats(rows, hidden);
        FusedMatrix<T> attendedNormed = pass.NewProduct(rows, hidden).ClearPadding();
        FusedNorm<T, TElement> outputNorm = new(pass, parts.OutputNorm, rows, hidden);
        FusedMatrix<float> residual = chosen is null ? input.Full : ChosenRows.Gather(input.Full, chosen, pass.NewFloats(rows, hidden));
        outputNorm.ForwardSum(residual.Pointer, branch, weights.Output.Bias, attendedDropout, attended.Pointer, attendedNormed);

        FusedMatrix<T> inner = pass.NewProduct(rows, weights.Inner.Outputs);
        FusedMatrix<T> activated = pass.NewProduct(rows, intermediate);
        weights.Inner.Forward(attendedNormed, inner, pass.NeedsGradients);
        Activate(inner, activated);
        return new(normed, attentionNorm, seen, branch, attended, attendedNormed, outputNorm, inner, activated);
    }

    /// <param name="output">The output, whose gradient is there.</param>
    /// <param name="present">What the forward pass kept, or null: it is computed again.</param>
    private void Backward(FusedState<T> output, Kept? present)
    {
        float* gradient = pass.TakeGradient(output);
        FusedMatrix<float>? all = chosen is null ? null : pass.NewFloats(batch.TokenCount, hidden);
        FusedMarks marks = pass.Memory.Mark();
        Kept kept = present ?? ForwardInner();
        BackwardFeedForward(gradient, kept.Activated, kept.Inner, kept.AttendedNormed, kept.OutputNorm, kept.Branch, out FusedMatrix<T> attendedBranch);
        float* inputGradient = all is null ? gradient : ChosenRows.Scatter(gradient, chosen, all).Pointer;
        BackwardAttention(inputGradient, attendedBranch, kept.Seen, kept.Normed, kept.AttentionNorm);
        pass.Memory.Release(marks);
        input.Gradient = inputGradient;
    }

    /// <summary>Adds the feed-forward block's part to the gradient of the residual stream, and leaves the gradient of the attention's branch.</summary>
    private void BackwardFeedForward(
        float* gradient, FusedMatrix<T> activated, FusedMatrix<T> derivative, FusedMatrix<T> attendedNormed, FusedNorm<T, TElement> outputNorm, FusedMatrix<T> branch,
        out FusedMatrix<T> attendedBranch)
    {
        branch.ClearPadding();
        FusedRows<T, TElement>.SumColumns(pass, rows, hidden, weights.Outer, (begin, end, sums) =>
            ResidualAdd<T, TElement>.Backward(gradient, outerDropout, branch.Pointer, sums, begin, end, hidden));
        weights.Outer.BackwardWeight(branch, activated, pass.Memory.Products);
        FusedMatrix<T> activatedGradient = pass.NewProduct(rows, intermediate);
        weights.Outer.BackwardInput(branch, activatedGradient);
        FusedMatrix<T> innerGradient = parts.IsGated ? derivative : activatedGradient;
        FusedRows<T, TElement>.SumColumns(pass, activatedGradient.PaddedRows, weights.Inner.Outputs, weights.Inner, (begin, end, sums) =>
        {
            if (parts.IsGated)
            {
                GatedActivation<T, TElement>.Backward(activatedGradient.Row(begin), derivative.Row(begin), sums, end - begin, intermediate);
            }
            else
            {
                BiasActivation<T, TElement>.Backward(activatedGradient.Row(begin), derivative.Row(begin), sums, end - begin, intermediate);
            }
        });
        weights.Inner.BackwardWeight(innerGradient, attendedNormed, pass.Memory.Products);
        FusedMatrix<T> normedGradient = pass.NewProduct(rows, hidden);
        weights.Inner.BackwardInput(innerGradient, normedGradient);
        attendedBranch = branch;
        outputNorm.AddBackward(normedGradient, gradient, branch, attendedDropout, weights.Output);
    }

    /// <summary>Adds the attention's part to the gradient of the residual stream of all tokens.</summary>
    private void BackwardAttention(
        float* gradient, FusedMatrix<T> branch, FusedAttention<T, TElement>.Kept seen, FusedMatrix<T> normed, FusedNorm<T, TElement>? attentionNorm)
    {
        weights.Output.BackwardWeight(branch, seen.Mixed, pass.Memory.Products);
        FusedMatrix<T> mixedGradient = pass.NewProduct(rows, hidden);
        weights.Output.BackwardInput(branch, mixedGradient);
        FusedMatrix<T> normedGradient = chosen is null ? mixedGradient : pass.NewProduct(batch.TokenCount, hidden);
        attention.Backward(seen, normed, mixedGradient, normedGradient);
        if (attentionNorm is not null)
        {
            attentionNorm.AddBackward(normedGradient, gradient, null, default, null);
        }
        else
        {
            WorkerThreads.ForRanges(batch.TokenCount, 64, 8, (_, begin, end) =>
                EmbeddingRows.DropBackward<T, TElement>(gradient, normedGradient.Pointer, default, gradient, begin, end, hidden));
        }
    }

    private void Activate(FusedMatrix<T> inner, FusedMatrix<T> activated)
    {
        float* bias = weights.Inner.Bias;
        WorkerThreads.ForRanges(inner.PaddedRows, 32, 16, (_, begin, end) =>
        {
            if (parts.IsGated)
            {
                FusedActivation.ForwardGated<T, TElement>(
                    parts.Shape.Activation, inner.Row(begin), bias, activated.Row(begin), innerDropout, pass.NeedsGradients, begin, end - begin, intermediate);
            }
            else
            {
                FusedActivation.Forward<T, TElement>(parts.Shape.Activation, pass.NeedsGradients, inner.Row(begin), bias, activated.Row(begin), end - begin, intermediate);
            }
        });
    }

    /// <summary>What the backward pass reads.</summary>
    private sealed record Kept(
        FusedMatrix<T> Normed, FusedNorm<T, TElement>? AttentionNorm, FusedAttention<T, TElement>.Kept Seen, FusedMatrix<T> Branch,
        FusedMatrix<float> Attended, FusedMatrix<T> AttendedNormed, FusedNorm<T, TElement> OutputNorm, FusedMatrix<T> Inner, FusedMatrix<T> Activated);
}
