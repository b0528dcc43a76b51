using TorchSharp;
using TransferLearning.TextClassification.Encoders;

namespace TransferLearning.TextClassification.Heads;

/// <summary>What the heads of the families that have a dense layer differ in.</summary>
internal sealed record DenseHeadSettings
{
    internal required Func<torch.Tensor, torch.Tensor> Activation { get; init; }

    /// <summary>The dropout before the dense layer.</summary>
    internal double InputDropout { get; init; }

    /// <summary>The dropout before the scores.</summary>
    internal required double OutputDropout { get; init; }

    internal bool HasDenseBias { get; init; } = true;

    /// <summary>The epsilon of a layer norm after the activation; null: there is none.</summary>
    internal double? NormEpsilon { get; init; }

    internal bool HasNormBias { get; init; }

    /// <summary>Whether checkpoints of the pretrained encoder hold the dense layer and the norm.</summary>
    internal bool ComesWithEncoder { get; init; }

    internal required TensorNameTable TensorNames { get; init; }
}
