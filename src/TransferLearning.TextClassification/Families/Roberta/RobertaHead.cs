using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Roberta;

/// <summary>The classifier of RoBERTa and its kin: dropout, dense layer, tanh, dropout, linear layer on the first token.</summary>
internal static class RobertaHead
{
    /// <summary>The names of the tensors, which ELECTRA has too.</summary>
    internal static TensorNameTable Names { get; } = new(("dense", "classifier.dense"), ("classifier", "classifier.out_proj"));

    internal static HeadKind Kind { get; } = OfActivation("roberta", tanh);

    /// <summary>Such a head with another activation.</summary>
    internal static HeadKind OfActivation(string name, Func<Tensor, Tensor> activation) => new ReferenceHeadKind(name, "classifier.out_proj.weight", shape => new DenseHead(shape, new()
    {
        Activation = activation,
        InputDropout = shape.EncoderDropout,
        OutputDropout = shape.EncoderDropout,
        TensorNames = Names,
    }));
}
