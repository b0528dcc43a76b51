using System.Diagnostics.CodeAnalysis;
using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>What a head is built for.</summary>
/// <param name="HiddenSize">The size of the encoder's text vectors.</param>
/// <param name="Outputs">The number of scores: one a label, or 1 for a number.</param>
/// <param name="EncoderDropout">The encoder's own dropout for its classifier, from 0 to below 1.</param>
[Experimental("TLTC1001")]
public readonly record struct HeadShape(int HiddenSize, int Outputs, double EncoderDropout)
{
    /// <summary>The encoder's configuration; null where a head is made without one.</summary>
    internal EncoderConfiguration? Encoder { get; init; }

    /// <summary>The encoder's configuration, to read values from.</summary>
    internal CheckpointConfiguration Configuration => new(Encoder?.Path ?? "The encoder's configuration", Encoder?.Values ?? []);

    /// <summary>The size of the encoder's token vectors. Default: <see cref="HiddenSize"/>.</summary>
    public int TokenVectorSize
    {
        get => field == 0 ? HiddenSize : field;
        init;
    }
}
