using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Gpt2;

/// <summary>A pre-norm layer: causal attention and feed-forward, each after a layer norm and beside a residual connection.</summary>
internal sealed class Gpt2Layer : nn.Module
{
    [ComponentName(Name = "attention_norm")]
    private readonly LayerNormBlock attentionNorm;

    private readonly CausalAttentionBlock attention;

    [ComponentName(Name = "output_norm")]
    private readonly LayerNormBlock outputNorm;

    [ComponentName(Name = "feed_forward")]
    private readonly FeedForwardBlock feedForward;

    private readonly double dropout;
    private readonly PreNormParts parts;

    internal Gpt2Layer(TransformerShape shape, double scale)
        : base(nameof(Gpt2Layer))
    {
        dropout = shape.HiddenDropout;
        attentionNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        attention = new CausalAttentionBlock(shape, scale);
        outputNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        feedForward = new FeedForwardBlock(shape.HiddenSize, shape.IntermediateSize, shape.Activation);
        RegisterComponents();
        int headSize = shape.HiddenSize / shape.AttentionHeads;
        parts = new PreNormParts
        {
            AttentionNorm = attentionNorm,
            QueryKeyValue = attention.Projection,
            Output = attention.Output,
            OutputNorm = outputNorm,
            Inner = feedForward.Inner,
            Outer = feedForward.Outer,
            Shape = shape,
            Attention = new(shape.AttentionHeads, headSize, (float)(scale / Math.Sqrt(headSize)), Causal: true),
            OuterDropout = dropout,
        };
    }

    /// <summary>[tokens, hidden] to the same, or to [texts, hidden] where only the vectors of <paramref name="chosen"/> tokens are wanted, one of each text.</summary>
    internal Tensor Forward(Tensor input, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        if (context.Fused is { } fused && parts.IsSupported(turns: false))
        {
            return fused.PreNormLayer(parts, input, null, batch, context, chosen);
        }

        Tensor attended = GroupedAttention.OfChosen(input, chosen) + context.Dropout(attention.Forward(attentionNorm.Forward(input), batch, context, chosen), dropout);
        return attended + context.Dropout(feedForward.Forward(outputNorm.Forward(attended), context), dropout);
    }
}
