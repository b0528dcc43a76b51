using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Multi-head attention within each text of a packed batch, group by group of texts of equal length.</summary>
internal static class GroupedAttention
{
    /// <summary>Mixes each group's values.</summary>
    /// <param name="queries">And <paramref name="keys"/> and <paramref name="values"/>: <c>[tokens, hidden]</c>.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="values">The values.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="batch">The packed tokens.</param>
    /// <param name="chosen">The tokens whose mixed values are wanted, int64 <c>[texts]</c>; null: all are.</param>
    /// <param name="attend">From queries, keys and values <c>[texts, heads, length, headSize]</c> and the group's number to the mixed values, of the same shape.</param>
    /// <returns><c>[tokens, hidden]</c>, or <c>[texts, hidden]</c> of the chosen tokens.</returns>
    internal static Tensor Run(Tensor queries, Tensor keys, Tensor values, int heads, TokenBatch batch, Tensor? chosen, Func<Tensor, Tensor, Tensor, int, Tensor> attend)
    {
        long[] sizes = [.. batch.Groups.Select(group => (long)group.TokenCount)];
        Tensor[] q = queries.split(sizes);
        Tensor[] k = keys.split(sizes);
        Tensor[] v = values.split(sizes);
        Tensor[] mixed = [.. batch.Groups.Select((group, i) =>
            attend(ByHead(q[i], group), ByHead(k[i], group), ByHead(v[i], group), i).transpose(1, 2).reshape(group.TokenCount, -1))];
        return OfChosen(mixed.Length == 1 ? mixed[0] : cat(mixed), chosen);

        Tensor ByHead(Tensor tokens, TokenGroup group) => tokens.view(group.TextCount, group.Length, heads, -1).transpose(1, 2);
    }

    /// <summary>The rows of the chosen tokens, or all.</summary>
    internal static Tensor OfChosen(Tensor tokens, Tensor? chosen) => chosen is null ? tokens : tokens.index_select(0, chosen);

    /// <summary>softmax(q kᵀ / √headSize + bias) v.</summary>
    /// <param name="q">And <paramref name="k"/> and <paramref name="v"/>: <c>[texts, heads, length, headSize]</c>.</param>
    /// <param name="k">The keys.</param>
    /// <param name="v">The values.</param>
    /// <param name="bias">Added to the scores, <c>[length, length]</c>, <c>[heads, length, length]</c> or of the scores' shape; minus infinity hides a token. Null: nothing.</param>
    /// <param name="dropout">The dropout of the weights in training.</param>
    /// <param name="context">What the pass is for.</param>
    /// <param name="isCausal">Whether a token sees only itself and those before it; then without a bias.</param>
    internal static Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? bias, double dropout, ForwardContext context, bool isCausal = false)
    {
        Products products = context.Products;
        bool drops = context.Training && dropout > 0;
        if (!drops && (bias is null || products.AreFloat32)) // rounded operands would want a rounded bias
        {
            return products.Attention(q, k, v, bias?.expand(q.shape[0], q.shape[1], -1, -1), isCausal);
        }

        Tensor scores = products.Multiply(q * (1 / Math.Sqrt(q.shape[^1])), k.transpose(-2, -1)); // scaled first: float16 ends at 65504
        Tensor? added = isCausal ? AttentionMasks.Causal((int)q.shape[2], q.device) : bias;
        return products.Multiply(context.Dropout((added is null ? scores : scores + added).softmax(-1), dropout), v);
    }
}
