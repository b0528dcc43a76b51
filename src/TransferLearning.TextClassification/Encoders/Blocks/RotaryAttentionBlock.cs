using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Self-attention with rotated queries and keys, over the whole text or a window of it; one projection makes queries, keys and values.</summary>
internal sealed class RotaryAttentionBlock : AttentionBlock<RotaryPositions>
{
    private readonly LinearBlock projection;
    private readonly LinearBlock output;
    private readonly int heads;
    private readonly double dropout;

    internal RotaryAttentionBlock(TransformerShape shape, bool hasBias)
        : base(nameof(RotaryAttentionBlock))
    {
        heads = shape.AttentionHeads;
        dropout = shape.AttentionDropout;
        projection = new LinearBlock(shape.HiddenSize, 3 * shape.HiddenSize, hasBias);
        output = new LinearBlock(shape.HiddenSize, shape.HiddenSize, hasBias);
        RegisterComponents();
    }

    internal LinearBlock Projection => projection;

    internal LinearBlock Output => output;

    internal override Tensor Forward(Tensor input, RotaryPositions positions, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        Tensor[] parts = projection.Forward(input, context).chunk(3, -1);
        Tensor mixed = GroupedAttention.Run(
            positions.Rotations.Rotate(parts[0], heads), positions.Rotations.Rotate(parts[1], heads), parts[2], heads, batch, chosen,
            (q, k, v, group) => GroupedAttention.Attend(q, k, v, positions.Masks[group], dropout, context));
        return output.Forward(mixed, context);
    }
}
