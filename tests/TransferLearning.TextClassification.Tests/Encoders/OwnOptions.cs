namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>Options of <see cref="OwnFamily"/>.</summary>
internal sealed record OwnOptions : EncoderOptions
{
    public int Size { get; init; } = 8;
}
