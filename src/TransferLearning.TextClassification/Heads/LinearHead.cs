using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Heads;

/// <summary>Dropout and one linear layer on the text's vector: the classifier of BERT (Devlin et al. 2019).</summary>
internal sealed class LinearHead : ClassificationHead
{
    private readonly LinearBlock classifier;
    private readonly double dropout;

    internal LinearHead(HeadShape shape, double dropout, bool hasBias = true)
        : base(nameof(LinearHead))
    {
        this.dropout = dropout;
        classifier = new LinearBlock(shape.HiddenSize, shape.Outputs, hasBias);
        RegisterComponents();
    }

    public override bool UsesTokenVectors => false;

    internal override TensorNameTable TensorNames => Names;

    /// <summary>The names of the parameters in checkpoints. Default: our own.</summary>
    internal TensorNameTable Names { get; init; } = TensorNameTable.Identity;

    public override Tensor Forward(EncoderOutput output, ForwardContext context) =>
        classifier.Forward(context.Dropout(output.TextVectors, dropout)); // [texts, hidden] -> [texts, outputs]
}
