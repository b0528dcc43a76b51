using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.ModernBert;

/// <summary>A pre-norm layer: rotary attention and a gated feed-forward block. The first layer's attention has no norm, for the embeddings have one.</summary>
internal sealed class ModernBertLayer : nn.Module
{
    [ComponentName(Name = "attention_norm")]
    private readonly LayerNormBlock? attentionNorm;

    private readonly RotaryAttentionBlock attention;

    [ComponentName(Name = "output_norm")]
    private readonly LayerNormBlock outputNorm;

    [ComponentName(Name = "feed_forward")]
    private readonly GatedFeedForwardBlock feedForward;

    private readonly double dropout;
    private readonly double theta;
    private readonly PreNormParts parts;

    internal ModernBertLayer(ModernBertConfiguration configuration, int number)
        : base(nameof(ModernBertLayer))
    {
        TransformerShape shape = configuration.Shape;
        dropout = shape.HiddenDropout;
        attentionNorm = number == 0 ? null : new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon, configuration.HasNormBias);
        attention = new RotaryAttentionBlock(shape, configuration.HasAttentionBias);
        outputNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon, configuration.HasNormBias);
        feedForward = new GatedFeedForwardBlock(shape.HiddenSize, shape.IntermediateSize, shape.Activation, configuration.FeedForwardDropout, configuration.HasFeedForwardBias);
        RegisterComponents();
        theta = configuration.SeesAll[number] ? configuration.Theta.Whole : configuration.Theta.Window;
        parts = new PreNormParts
        {
            AttentionNorm = attentionNorm,
            QueryKeyValue = attention.Projection,
            Output = attention.Output,
            OutputNorm = outputNorm,
            Inner = feedForward.Inner,
            Outer = feedForward.Outer,
            Shape = shape,
            Attention = new(
                shape.AttentionHeads, configuration.HeadSize, 1 / MathF.Sqrt(configuration.HeadSize), Window: configuration.SeesAll[number] ? null : configuration.Reach),
            IsGated = true,
            InnerDropout = configuration.FeedForwardDropout,
        };
    }

    /// <summary>[tokens, hidden] to the same, or to [texts, hidden] where only the vectors of <paramref name="chosen"/> tokens are wanted, one of each text.</summary>
    internal Tensor Forward(Tensor input, Lazy<RotaryPositions> positions, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        if (context.Fused is { } fused && parts.IsSupported(turns: true))
        {
            return fused.PreNormLayer(parts, input, RotaryAngles.For(parts.Attention.HeadSize, theta, batch.MaxLength), batch, context, chosen);
        }

        Tensor normed = attentionNorm is null ? input : attentionNorm.Forward(input);
        Tensor attended = GroupedAttention.OfChosen(input, chosen) + context.Dropout(attention.Forward(normed, positions.Value, batch, context, chosen), dropout);
        return attended + feedForward.Forward(outputNorm.Forward(attended), context);
    }
}
