namespace TransferLearning.TextClassification;

/// <summary>What one training of several tasks is run on.</summary>
public sealed record MultiTaskFitRequest
{
    /// <summary>The rows to learn from by the name of the task: rows for every task of the trainer, each with a target.</summary>
    public required IReadOnlyDictionary<string, TextDataset> Train { get; init; }

    /// <summary>Rows that measure every epoch by the name of the task, for all tasks or some, so that the epoch that is best on the mean over these tasks is kept. Default: null, the last epoch is kept.</summary>
    public IReadOnlyDictionary<string, TextDataset>? Validation { get; init; }

    /// <summary>Told at most ten times a second how far the training is. Default: null.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
