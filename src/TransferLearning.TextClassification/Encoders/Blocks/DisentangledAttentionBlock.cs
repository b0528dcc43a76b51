using TorchSharp.Utils;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Self-attention whose scores add up content with content, content with distance and distance with content (He et al. 2021). Without distances only the first remains.</summary>
internal sealed class DisentangledAttentionBlock : AttentionBlock<RelativeDistances?>
{
    private readonly LinearBlock query;
    private readonly LinearBlock key;
    private readonly LinearBlock value;
    private readonly LinearBlock output;

    [ComponentName(Name = "distance_key")]
    private readonly LinearBlock? distanceKey;

    [ComponentName(Name = "distance_query")]
    private readonly LinearBlock? distanceQuery;

    private readonly TransformerShape shape;
    private readonly DisentangledShape terms;

    internal DisentangledAttentionBlock(TransformerShape shape, DisentangledShape terms)
        : base(nameof(DisentangledAttentionBlock))
    {
        this.shape = shape;
        this.terms = terms;
        query = Projection();
        key = Projection();
        value = Projection();
        output = Projection();
        distanceKey = terms is { ContentToPosition: true, SharesProjections: false } ? Projection() : null;
        distanceQuery = terms is { PositionToContent: true, SharesProjections: false } ? Projection() : null;
        RegisterComponents();

        LinearBlock Projection() => new(shape.HiddenSize, shape.HiddenSize);
    }

    internal override Tensor Forward(Tensor input, RelativeDistances? positions, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        double ofTerms = 1 / Math.Sqrt(terms.Terms); // beside the 1 / √headSize of all attention
        Tensor queries = query.Forward(input, context) * ofTerms;
        if (positions is null || terms.Terms == 1)
        {
            return Mix((q, k, v, _) => GroupedAttention.Attend(q, k, v, null, shape.AttentionDropout, context));
        }

        double ofHead = 1 / Math.Sqrt(shape.HiddenSize / (double)shape.AttentionHeads);
        Tensor vectors = context.Dropout(positions.Vectors, shape.HiddenDropout);
        Tensor? distanceKeys = terms.ContentToPosition ? ByHead((distanceKey ?? key).Forward(vectors, context) * ofHead) : null; // [heads, headSize, distances]
        Tensor? distanceQueries = terms.PositionToContent ? ByHead((distanceQuery ?? query).Forward(vectors, context) * (ofHead * ofTerms)) : null;
        return Mix(Attend);

        Tensor Mix(Func<Tensor, Tensor, Tensor, int, Tensor> attend) =>
            output.Forward(GroupedAttention.Run(queries, key.Forward(input, context), value.Forward(input, context), shape.AttentionHeads, batch, chosen, attend), context);

        Tensor Attend(Tensor q, Tensor k, Tensor v, int group)
        {
            Tensor places = positions.Places[group].expand(q.shape[0], q.shape[1], -1, -1); // [texts, heads, query, key]
            Tensor? toPosition = distanceKeys is null ? null : context.Products.Multiply(q, distanceKeys).gather(-1, places);
            Tensor? toContent = distanceQueries is null ? null : context.Products.Multiply(k, distanceQueries).gather(-1, places.transpose(-1, -2)).transpose(-1, -2);
            Tensor bias = toPosition is null ? toContent! : toContent is null ? toPosition : toPosition + toContent;
            return GroupedAttention.Attend(q, k, v, bias, shape.AttentionDropout, context);
        }
    }

    private Tensor ByHead(Tensor vectors) => vectors.view(vectors.shape[0], shape.AttentionHeads, -1).permute(1, 2, 0);
}
