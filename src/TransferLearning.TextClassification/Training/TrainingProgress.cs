namespace TransferLearning.TextClassification;

/// <summary>Where a training stands. Reported at most ten times a second.</summary>
public sealed class TrainingProgress
{
    /// <summary>Steps (updates of the weights) done.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the whole training, if nothing stops it earlier.</summary>
    public required int TotalSteps { get; init; }

    /// <summary>The epoch that the step belongs to, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs of the whole training.</summary>
    public required int TotalEpochs { get; init; }

    /// <summary>The mean training loss of the step.</summary>
    public required double Loss { get; init; }

    /// <summary>The training loss as a moving average over some twenty steps.</summary>
    public required double SmoothedLoss { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Rows trained on a second so far, validation not counted.</summary>
    public required double TextsPerSecond { get; init; }

    /// <summary>An estimate of the training time that is left, validations not counted.</summary>
    public required TimeSpan TimeLeft { get; init; }

    /// <summary>The figures of a validation that took place since the last report, else null.</summary>
    public ValidationRecord? Validation { get; init; }
}
