using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Self-attention whose scores get a bias of their distance (Raffel et al. 2020).</summary>
internal sealed class BiasedAttentionBlock : AttentionBlock<BiasedPositions>
{
    private readonly LinearBlock query;
    private readonly LinearBlock key;
    private readonly LinearBlock value;
    private readonly LinearBlock output;
    private readonly int heads;
    private readonly double dropout;

    internal BiasedAttentionBlock(TransformerShape shape)
        : base(nameof(BiasedAttentionBlock))
    {
        heads = shape.AttentionHeads;
        dropout = shape.AttentionDropout;
        query = new LinearBlock(shape.HiddenSize, shape.HiddenSize);
        key = new LinearBlock(shape.HiddenSize, shape.HiddenSize);
        value = new LinearBlock(shape.HiddenSize, shape.HiddenSize);
        output = new LinearBlock(shape.HiddenSize, shape.HiddenSize);
        RegisterComponents();
    }

    internal override (IReadOnlyList<LinearBlock> QueryKeyValue, LinearBlock Output)? Projections => ([query, key, value], output);

    internal override Tensor DistanceBiases(BiasedPositions positions) => positions.OfDistance;

    internal override Tensor Forward(Tensor input, BiasedPositions positions, TokenBatch batch, ForwardContext context, Tensor? chosen) =>
        output.Forward(
            GroupedAttention.Run(
                query.Forward(input, context), key.Forward(input, context), value.Forward(input, context), heads, batch, chosen,
                (q, k, v, group) => GroupedAttention.Attend(q, k, v, positions.OfGroups.Value[group], dropout, context)),
            context);
}
