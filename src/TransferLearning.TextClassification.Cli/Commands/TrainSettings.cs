namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>What <c>tltc train</c> was told.</summary>
internal sealed record TrainSettings
{
    internal required string Encoder { get; init; }

    internal required string Data { get; init; }

    internal string? Validation { get; init; }

    internal string? Test { get; init; }

    internal required string Out { get; init; }

    internal string? Report { get; init; }

    internal required TrainingOptions Training { get; init; }

    internal required AdamWOptions Optimizer { get; init; }

    internal required double WarmupRatio { get; init; }

    internal string? WordVectors { get; init; }

    internal Pooling? Pooling { get; init; }

    internal string? Head { get; init; }

    internal int? MaxTokens { get; init; }

    internal TextTask? Task { get; init; }

    internal required TextReadOptions Reading { get; init; }
}
