using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Heads;

/// <summary>Weighted sums of a text's tokens with learnt weights, dropout and a linear layer: the classifier of Lin et al. (2017).</summary>
internal sealed class AttentionHead : ClassificationHead
{
    private readonly AttentionPooling attention;
    private readonly LinearBlock classifier;
    private readonly double dropout;

    internal AttentionHead(HeadShape shape, AttentionHeadOptions options)
        : base(nameof(AttentionHead))
    {
        dropout = options.Dropout ?? shape.EncoderDropout;
        attention = new AttentionPooling(shape.TokenVectorSize, options.Size, options.Hops);
        classifier = new LinearBlock(options.Hops * shape.TokenVectorSize, shape.Outputs);
        RegisterComponents();
    }

    public override Tensor Forward(EncoderOutput output, ForwardContext context)
    {
        TokenBatch batch = output.Batch ?? throw new ArgumentException("The output does not say which batch it is of.", nameof(output));
        Tensor sums = attention.Forward(output, batch); // [texts, hops * hidden]
        return classifier.Forward(context.Dropout(sums, dropout)); // [texts, outputs]
    }
}
