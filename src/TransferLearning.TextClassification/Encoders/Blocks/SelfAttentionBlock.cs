using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Multi-head self-attention within each text of a packed batch (Vaswani et al. 2017), group by group of texts of equal length: no padding, no mask.</summary>
internal sealed class SelfAttentionBlock : nn.Module
{
    private readonly LinearBlock query;
    private readonly LinearBlock key;
    private readonly LinearBlock value;
    private readonly LinearBlock output;
    private readonly int heads;
    private readonly double dropout;

    internal SelfAttentionBlock(int hidden, int heads, double dropout)
        : base(nameof(SelfAttentionBlock))
    {
        this.heads = heads;
        this.dropout = dropout;
        query = new LinearBlock(hidden, hidden);
        key = new LinearBlock(hidden, hidden);
        value = new LinearBlock(hidden, hidden);
        output = new LinearBlock(hidden, hidden);
        RegisterComponents();
    }

    internal LinearBlock Query => query;

    internal LinearBlock Key => key;

    internal LinearBlock Value => value;

    internal LinearBlock Output => output;

    /// <summary><c>[tokens, hidden]</c> to the same, or to <c>[texts, hidden]</c> of the chosen tokens.</summary>
    internal Tensor Forward(Tensor input, TokenBatch batch, ForwardContext context, Tensor? chosen) =>
        output.Forward(
            GroupedAttention.Run(
                query.Forward(input, context), key.Forward(input, context), value.Forward(input, context), heads, batch, chosen, (q, k, v, _) => GroupedAttention.Attend(q, k, v, null, dropout, context)),
            context);
}
