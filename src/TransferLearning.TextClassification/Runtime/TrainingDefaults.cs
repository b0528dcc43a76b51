namespace TransferLearning.TextClassification;

/// <summary>What a training takes where the application does not choose: what an encoder learns well with.</summary>
public sealed record TrainingDefaults
{
    private const int StepsFromScratch = 600; // measured on rows held out of the training rows: docs/reference/accuracy.md

    /// <summary>For a pretrained encoder of any family.</summary>
    public static TrainingDefaults Pretrained { get; } = new() { LearningRate = 5e-5, Epochs = 3 };

    /// <summary>For a transformer that starts from scratch.</summary>
    public static TrainingDefaults Transformer { get; } = new() { LearningRate = 1e-3, Epochs = 20, MinimumSteps = StepsFromScratch };

    /// <summary>For a convolutional network that starts from scratch.</summary>
    public static TrainingDefaults Cnn { get; } = new() { LearningRate = 1e-3, Epochs = 10, BatchSize = 32, MaxTokens = 256, MinimumSteps = StepsFromScratch };

    /// <summary>For a recurrent network that starts from scratch.</summary>
    public static TrainingDefaults Rnn { get; } = new() { LearningRate = 2e-3, Epochs = 10, BatchSize = 32, MaxTokens = 256, MinimumSteps = StepsFromScratch };

    /// <summary>The highest rate of the schedule.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How often every row is seen, at the least: see <see cref="MinimumSteps"/>.</summary>
    public required int Epochs { get; init; }

    /// <summary>Where <see cref="Epochs"/> would make fewer steps than this, as with few rows, every row is seen as often as that many steps need. A number of epochs that the application chooses stays.</summary>
    /// <value>0 by default; 600 for every encoder that starts from scratch.</value>
    public int MinimumSteps { get; init; }

    /// <summary>Rows a step.</summary>
    /// <value>16 by default.</value>
    public int BatchSize { get; init; } = 16;

    /// <summary>Where texts are cut, in tokens, unless the encoder or its tokenizer takes fewer.</summary>
    /// <value>128 by default.</value>
    public int MaxTokens { get; init; } = 128;

    /// <summary>How often so many rows are seen.</summary>
    internal int EpochsOf(int rows, long rowsOfStep)
    {
        int stepsOfEpoch = (int)((rows + rowsOfStep - 1) / rowsOfStep);
        return Math.Max(Epochs, (MinimumSteps + stepsOfEpoch - 1) / stepsOfEpoch);
    }
}
