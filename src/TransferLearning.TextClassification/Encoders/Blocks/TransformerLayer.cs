using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>A post-norm transformer layer: attention and feed-forward, each with dropout, a residual connection and a layer norm after it (Vaswani et al. 2017; BERT).</summary>
internal sealed class TransformerLayer : nn.Module
{
    private readonly SelfAttentionBlock attention;

    [ComponentName(Name = "attention_norm")]
    private readonly LayerNormBlock attentionNorm;

    [ComponentName(Name = "feed_forward")]
    private readonly FeedForwardBlock feedForward;

    [ComponentName(Name = "output_norm")]
    private readonly LayerNormBlock outputNorm;

    private readonly PostNormParts parts;

    internal TransformerLayer(TransformerShape shape)
        : base(nameof(TransformerLayer))
    {
        attention = new SelfAttentionBlock(shape.HiddenSize, shape.AttentionHeads, shape.AttentionDropout);
        attentionNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        feedForward = new FeedForwardBlock(shape.HiddenSize, shape.IntermediateSize, shape.Activation);
        outputNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        RegisterComponents();
        parts = new PostNormParts
        {
            QueryKeyValue = [attention.Query, attention.Key, attention.Value],
            Output = attention.Output,
            AttentionNorm = attentionNorm,
            FeedForward = feedForward,
            OutputNorm = outputNorm,
            Shape = shape,
        };
    }

    /// <summary>[tokens, hidden] to the same, or to [texts, hidden] where only the vectors of <paramref name="chosen"/> tokens are wanted, one of each text.</summary>
    internal Tensor Forward(Tensor input, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        if (context.Fused is { } fused && FusedPass.Supports(parts.Shape))
        {
            return fused.Layer(parts, input, null, batch, context, chosen);
        }

        Tensor attended = attentionNorm.Forward(
            GroupedAttention.OfChosen(input, chosen) + context.Dropout(attention.Forward(input, batch, context, chosen), parts.Shape.HiddenDropout));
        return outputNorm.Forward(attended + context.Dropout(feedForward.Forward(attended, context), parts.Shape.HiddenDropout));
    }
}
