using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Heads;

/// <summary>Dense layers, each with dropout before and an activation behind it, and a linear layer that makes the scores.</summary>
internal sealed class MlpHead : ClassificationHead
{
    private readonly ModuleList<LinearBlock> layers;
    private readonly LinearBlock classifier;
    private readonly Func<Tensor, Tensor> activation;
    private readonly double dropout;

    internal MlpHead(HeadShape shape, MlpHeadOptions options, Func<Tensor, Tensor> activation)
        : base(nameof(MlpHead))
    {
        this.activation = activation;
        dropout = options.Dropout ?? shape.EncoderDropout;
        int hidden = options.HiddenSize ?? shape.HiddenSize;
        layers = new ModuleList<LinearBlock>([.. Enumerable.Range(0, options.Layers).Select(layer => new LinearBlock(layer == 0 ? shape.HiddenSize : hidden, hidden))]);
        classifier = new LinearBlock(hidden, shape.Outputs);
        RegisterComponents();
    }

    public override bool UsesTokenVectors => false;

    public override Tensor Forward(EncoderOutput output, ForwardContext context)
    {
        Tensor vectors = output.TextVectors; // [texts, hidden]
        foreach (LinearBlock layer in layers)
        {
            vectors = activation(layer.Forward(context.Dropout(vectors, dropout))); // [texts, size]
        }

        return classifier.Forward(context.Dropout(vectors, dropout)); // [texts, outputs]
    }

    /// <summary>New dense layers neither shrink nor blow up what passes through them.</summary>
    public override void InitializeParameter(string name, Parameter parameter, long seed, double standardDeviation) =>
        ParameterInitialization.Default(name, parameter, seed, name.StartsWith("layers.", StringComparison.Ordinal) ? 1 / Math.Sqrt(parameter.shape[^1]) : standardDeviation);
}
