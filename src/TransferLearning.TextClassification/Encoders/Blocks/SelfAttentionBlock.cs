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
    private readonly int headSize;
    private readonly double dropout;

    internal SelfAttentionBlock(int hidden, int heads, double dropout)
        : base(nameof(SelfAttentionBlock))
    {
        this.heads = heads;
        this.dropout = dropout;
        headSize = hidden / heads;
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

    internal Tensor Forward(Tensor input, TokenBatch batch, ForwardContext context) // [tokens, hidden] -> [tokens, hidden]
    {
        long[] sizes = [.. batch.Groups.Select(group => (long)group.TokenCount)];
        Tensor[] queries = query.Forward(input).split(sizes);
        Tensor[] keys = key.Forward(input).split(sizes);
        Tensor[] values = value.Forward(input).split(sizes);
        Tensor[] mixed = [.. batch.Groups.Select((group, i) => Attend(queries[i], keys[i], values[i], group, context))];
        return output.Forward(mixed.Length == 1 ? mixed[0] : cat(mixed));
    }

    private Tensor Attend(Tensor queries, Tensor keys, Tensor values, TokenGroup group, ForwardContext context)
    {
        Tensor q = ByHead(queries, group); // [texts, heads, length, headSize]
        Tensor k = ByHead(keys, group);
        Tensor v = ByHead(values, group);
        Tensor mixed = context.Training && dropout > 0
            ? matmul(context.Dropout((matmul(q, k.transpose(-2, -1)) * (1 / Math.Sqrt(headSize))).softmax(-1), dropout), v)
            : nn.functional.scaled_dot_product_attention(q, k, v);
        return mixed.transpose(1, 2).reshape(group.TokenCount, heads * headSize); // [tokens of the group, hidden]
    }

    private Tensor ByHead(Tensor tokens, TokenGroup group) => tokens.view(group.TextCount, group.Length, heads, headSize).transpose(1, 2);
}
