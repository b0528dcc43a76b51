namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>The sizes and settings of a transformer's layers.</summary>
internal sealed record TransformerShape
{
    /// <summary>No checkpoint has as many layers; more would only fill the memory.</summary>
    internal const int MostLayers = 1024;

    internal required int HiddenSize { get; init; }

    internal required int Layers { get; init; }

    internal required int AttentionHeads { get; init; }

    internal required int IntermediateSize { get; init; }

    internal required double HiddenDropout { get; init; }

    internal required double AttentionDropout { get; init; }

    internal required double NormEpsilon { get; init; }

    /// <summary>One of <see cref="Blocks.Activation.Names"/>.</summary>
    internal required string Activation { get; init; }
}
