using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Attention that is told how the places of the tokens lie to each other.</summary>
/// <typeparam name="TPositions">What all layers of a pass share: biases, rotations, distances.</typeparam>
internal abstract class AttentionBlock<TPositions>(string name) : nn.Module(name)
{
    /// <summary>The projections to query, key and value and that of the output, where kernels know this attention; else null.</summary>
    internal virtual (IReadOnlyList<LinearBlock> QueryKeyValue, LinearBlock Output)? Projections => null;

    /// <summary>What such kernels add to scores by distance (see <see cref="Fused.FusedPass.Layer"/>), or null.</summary>
    internal virtual Tensor? DistanceBiases(TPositions positions) => null;

    /// <summary><c>[tokens, hidden]</c> to the same, or to <c>[texts, hidden]</c> of the chosen tokens.</summary>
    internal abstract Tensor Forward(Tensor input, TPositions positions, TokenBatch batch, ForwardContext context, Tensor? chosen);
}
