namespace TransferLearning.TextClassification.Training;

/// <summary>What an objective's validation found.</summary>
internal sealed record ValidationFigures
{
    /// <summary>What is compared to find the best: larger is better.</summary>
    internal required double Score { get; init; }

    /// <summary>The mean loss; the lower one is better where scores are equal.</summary>
    internal required double Loss { get; init; }

    internal double? Accuracy { get; init; }

    internal double? MacroF1 { get; init; }

    /// <summary>The figures of each task, where there are several.</summary>
    internal IReadOnlyDictionary<string, TaskValidation>? Tasks { get; init; }

    internal bool IsBetterThan(ValidationFigures? other) =>
        other is null || Score > other.Score || (Score == other.Score && Loss < other.Loss);
}
