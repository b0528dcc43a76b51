namespace TransferLearning.TextClassification;

/// <summary>What one training is run on.</summary>
public sealed record FitRequest
{
    /// <summary>The rows to learn from; every one has a target.</summary>
    public required TextDataset Train { get; init; }

    /// <summary>Rows that measure every epoch, so that the best one is kept; of rows that stand in <see cref="Train"/> too a warning is logged. Default: null, the last epoch is kept.</summary>
    public TextDataset? Validation { get; init; }

    /// <summary>Told at most ten times a second how far the training is. Default: null.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
