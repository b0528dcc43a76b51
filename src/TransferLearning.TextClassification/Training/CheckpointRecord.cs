namespace TransferLearning.TextClassification.Training;

/// <summary>What a training's checkpoint says beside the tensors.</summary>
internal sealed record CheckpointRecord
{
    /// <summary>The format that this version writes and reads.</summary>
    internal const int CurrentFormat = 1;

    /// <summary>The format's number.</summary>
    public required int Format { get; init; }

    /// <summary>What makes the training this one (see <see cref="TrainingIdentity"/>).</summary>
    public required IReadOnlyDictionary<string, string> Training { get; init; }

    /// <summary>Whole epochs that are done.</summary>
    public required int Epochs { get; init; }

    /// <summary>Forward passes that are done; with the seed their number names the random streams.</summary>
    public required long MicroBatches { get; init; }

    /// <summary>What the loss of the next step is multiplied by.</summary>
    public required double LossScale { get; init; }

    /// <summary>How many steps in a row have fit that scale.</summary>
    public required int GoodSteps { get; init; }

    /// <summary>Rows trained on.</summary>
    public required long Rows { get; init; }

    /// <summary>Seconds of training, validations not counted.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Seconds of everything.</summary>
    public required double Seconds { get; init; }

    /// <summary>The parameters that have a gradient (which is zero): an optimizer leaves the others out.</summary>
    public required IReadOnlyList<string> Gradients { get; init; }

    /// <summary>The score of each validation, by which the best is found.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>Every validation.</summary>
    public required IReadOnlyList<ValidationRecord> Validations { get; init; }

    /// <summary>Every step.</summary>
    public required IReadOnlyList<TrainingStepRecord> Steps { get; init; }

    /// <summary>The SHA-256 of every other file of the checkpoint, lower-case hexadecimal, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}
