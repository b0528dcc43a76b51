using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders.Blocks;
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

    internal ModernBertLayer(ModernBertConfiguration configuration, bool isFirst)
        : base(nameof(ModernBertLayer))
    {
        TransformerShape shape = configuration.Shape;
        dropout = shape.HiddenDropout;
        attentionNorm = isFirst ? null : new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon, configuration.HasNormBias);
        attention = new RotaryAttentionBlock(shape, configuration.HasAttentionBias);
        outputNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon, configuration.HasNormBias);
        feedForward = new GatedFeedForwardBlock(shape.HiddenSize, shape.IntermediateSize, shape.Activation, configuration.FeedForwardDropout, configuration.HasFeedForwardBias);
        RegisterComponents();
    }

    internal Tensor Forward(Tensor input, RotaryPositions positions, TokenBatch batch, ForwardContext context) // [tokens, hidden] -> [tokens, hidden]
    {
        Tensor normed = attentionNorm is null ? input : attentionNorm.Forward(input);
        Tensor attended = input + context.Dropout(attention.Forward(normed, positions, batch, context), dropout);
        return attended + feedForward.Forward(outputNorm.Forward(attended), context);
    }
}
