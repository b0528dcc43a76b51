using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// One forward pass on the processor through kernels of this library, and its backward pass: what blocks compute where they can, in place of tensor operations with
/// automatic differentiation. To the rest of the model its results are leaves: their gradients are there after the loss's own backward pass, and
/// <see cref="Backward"/> carries them on. A pass is used by one thread at a time, and its results live until it is disposed.
/// </summary>
internal abstract class FusedPass : IDisposable
{
    /// <summary>Whether a transformer layer of this shape can run here.</summary>
    internal static bool Supports(TransformerShape shape) =>
        shape.HiddenSize % KernelVector.Width == 0 && shape.IntermediateSize % KernelVector.Width == 0 && FusedActivation.IsKnown(shape.Activation);

    /// <summary>Whether sums of embeddings of this size can run here.</summary>
    internal static bool Supports(int size) => size % KernelVector.Width == 0;

    /// <summary>A post-norm transformer layer.</summary>
    /// <param name="parts">The layer.</param>
    /// <param name="input">[tokens, hidden].</param>
    /// <param name="distanceBiases">Added to the scores of key − query from −(longest − 1) to longest − 1, [2 longest − 1, heads]; null: nothing.</param>
    /// <param name="batch">The packed tokens.</param>
    /// <param name="context">What the pass is for.</param>
    /// <param name="chosen">The one token of each text whose vector is wanted, int64 [texts]; null: all are.</param>
    /// <returns>[tokens, hidden], or [texts, hidden] of the chosen tokens.</returns>
    internal abstract Tensor Layer(PostNormParts parts, Tensor input, Tensor? distanceBiases, TokenBatch batch, ForwardContext context, Tensor? chosen);

    /// <summary>A pre-norm transformer layer: [tokens, hidden] to the same, or to [texts, hidden] of the chosen tokens.</summary>
    internal abstract Tensor PreNormLayer(PreNormParts parts, Tensor input, RotaryAngles? angles, TokenBatch batch, ForwardContext context, Tensor? chosen);

    /// <summary>Sums of rows of tables, normalised, with dropout: [tokens, size].</summary>
    /// <param name="tables">Each table with the ids of its rows, int64 [tokens].</param>
    /// <param name="norm">The norm of the sum, or null.</param>
    /// <param name="dropout">The probability of a zero after the norm.</param>
    /// <param name="context">What the pass is for.</param>
    internal abstract Tensor Embed(IReadOnlyList<(EmbeddingBlock Table, Tensor Ids)> tables, LayerNormBlock? norm, double dropout, ForwardContext context);

    /// <summary>Carries the gradients of the results on to parameters and inputs; call it after the loss's backward pass.</summary>
    internal abstract void Backward();

    /// <summary>Gives the memory back: results are worthless then.</summary>
    public abstract void Dispose();
}
