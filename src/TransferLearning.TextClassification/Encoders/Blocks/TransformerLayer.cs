using TorchSharp.Utils;
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

    private readonly double dropout;

    internal TransformerLayer(TransformerShape shape)
        : base(nameof(TransformerLayer))
    {
        dropout = shape.HiddenDropout;
        attention = new SelfAttentionBlock(shape.HiddenSize, shape.AttentionHeads, shape.AttentionDropout);
        attentionNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        feedForward = new FeedForwardBlock(shape.HiddenSize, shape.IntermediateSize, shape.Activation);
        outputNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        RegisterComponents();
    }

    internal Tensor Forward(Tensor input, TokenBatch batch, ForwardContext context) // [tokens, hidden] -> [tokens, hidden]
    {
        Tensor attended = attentionNorm.Forward(input + context.Dropout(attention.Forward(input, batch, context), dropout));
        return outputNorm.Forward(attended + context.Dropout(feedForward.Forward(attended), dropout));
    }
}
