using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Heads;

/// <summary>A dense layer and an activation on the text's vector, a layer norm where the family has one, and a linear layer that makes the scores.</summary>
internal sealed class DenseHead : ClassificationHead
{
    private readonly LinearBlock dense;
    private readonly LayerNormBlock? norm;
    private readonly LinearBlock classifier;
    private readonly DenseHeadSettings settings;

    internal DenseHead(HeadShape shape, DenseHeadSettings settings)
        : base(nameof(DenseHead))
    {
        this.settings = settings;
        dense = new LinearBlock(shape.HiddenSize, shape.HiddenSize, settings.HasDenseBias);
        norm = settings.NormEpsilon is { } epsilon ? new LayerNormBlock(shape.HiddenSize, epsilon, settings.HasNormBias) : null;
        classifier = new LinearBlock(shape.HiddenSize, shape.Outputs);
        RegisterComponents();
    }

    public override bool UsesTokenVectors => false;

    internal override TensorNameTable TensorNames => settings.TensorNames;

    internal override bool ComesWithEncoder(string name) => settings.ComesWithEncoder && !name.StartsWith("classifier.", StringComparison.Ordinal);

    public override Tensor Forward(EncoderOutput output, ForwardContext context)
    {
        Tensor hidden = settings.Activation(dense.Forward(context.Dropout(output.TextVectors, settings.InputDropout))); // [texts, hidden]
        Tensor normed = norm is null ? hidden : norm.Forward(hidden);
        return classifier.Forward(context.Dropout(normed, settings.OutputDropout)); // [texts, outputs]
    }
}
