using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>A post-norm transformer layer as <see cref="TransformerLayer"/>, with another attention.</summary>
/// <typeparam name="TPositions">What the attention is told of positions.</typeparam>
internal sealed class PostNormLayer<TPositions> : nn.Module
{
    private readonly AttentionBlock<TPositions> attention;

    [ComponentName(Name = "attention_norm")]
    private readonly LayerNormBlock attentionNorm;

    [ComponentName(Name = "feed_forward")]
    private readonly FeedForwardBlock feedForward;

    [ComponentName(Name = "output_norm")]
    private readonly LayerNormBlock outputNorm;

    private readonly double dropout;
    private readonly PostNormParts? parts; // null: kernels do not know the attention

    internal PostNormLayer(AttentionBlock<TPositions> attention, TransformerShape shape)
        : base("PostNormLayer")
    {
        this.attention = attention;
        dropout = shape.HiddenDropout;
        attentionNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        feedForward = new FeedForwardBlock(shape.HiddenSize, shape.IntermediateSize, shape.Activation);
        outputNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        RegisterComponents();
        parts = attention.Projections is not { } projections ? null : new PostNormParts
        {
            QueryKeyValue = projections.QueryKeyValue,
            Output = projections.Output,
            AttentionNorm = attentionNorm,
            FeedForward = feedForward,
            OutputNorm = outputNorm,
            Shape = shape,
        };
    }

    /// <summary>[tokens, hidden] to the same, or to [texts, hidden] where only the vectors of <paramref name="chosen"/> tokens are wanted, one of each text.</summary>
    internal Tensor Forward(Tensor input, TPositions positions, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        if (context.Fused is { } fused && parts is not null && FusedPass.Supports(parts.Shape))
        {
            return fused.Layer(parts, input, attention.DistanceBiases(positions), batch, context, chosen);
        }

        Tensor attended = attentionNorm.Forward(
            GroupedAttention.OfChosen(input, chosen) + context.Dropout(attention.Forward(input, positions, batch, context, chosen), dropout));
        return outputNorm.Forward(attended + context.Dropout(feedForward.Forward(attended, context), dropout));
    }
}
