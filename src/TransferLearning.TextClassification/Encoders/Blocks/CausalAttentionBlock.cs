using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Self-attention in which a token sees itself and those before it; one projection makes queries, keys and values.</summary>
internal sealed class CausalAttentionBlock : nn.Module
{
    private readonly LinearBlock projection;
    private readonly LinearBlock output;
    private readonly int heads;
    private readonly double dropout;
    private readonly double scale;

    /// <param name="shape">Sizes and dropout.</param>
    /// <param name="scale">A factor of the scores beside 1 / √headSize.</param>
    internal CausalAttentionBlock(TransformerShape shape, double scale)
        : base(nameof(CausalAttentionBlock))
    {
        this.scale = scale;
        heads = shape.AttentionHeads;
        dropout = shape.AttentionDropout;
        projection = new LinearBlock(shape.HiddenSize, 3 * shape.HiddenSize);
        output = new LinearBlock(shape.HiddenSize, shape.HiddenSize);
        RegisterComponents();
    }

    internal LinearBlock Projection => projection;

    internal LinearBlock Output => output;

    /// <summary><c>[tokens, hidden]</c> to the same, or to <c>[texts, hidden]</c> of the chosen tokens.</summary>
    internal Tensor Forward(Tensor input, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        Tensor[] parts = projection.Forward(input, context).chunk(3, -1);
        Tensor queries = scale == 1 ? parts[0] : parts[0] * scale;
        Tensor mixed = GroupedAttention.Run(queries, parts[1], parts[2], heads, batch, chosen, (q, k, v, _) => GroupedAttention.Attend(q, k, v, null, dropout, context, isCausal: true));
        return output.Forward(mixed, context);
    }
}
