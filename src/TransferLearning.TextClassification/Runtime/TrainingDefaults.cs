namespace TransferLearning.TextClassification;

/// <summary>What a training takes where the application does not choose: what an encoder learns well with.</summary>
public sealed record TrainingDefaults
{
    /// <summary>For a pretrained encoder of any family.</summary>
    public static TrainingDefaults Pretrained { get; } = new() { LearningRate = 5e-5, Epochs = 3 };

    /// <summary>For a transformer that starts from scratch.</summary>
    public static TrainingDefaults Transformer { get; } = new() { LearningRate = 1e-3, Epochs = 20 };

    /// <summary>For a convolutional network that starts from scratch.</summary>
    public static TrainingDefaults Cnn { get; } = new() { LearningRate = 1e-3, Epochs = 10, BatchSize = 32, MaxTokens = 256 };

    /// <summary>For a recurrent network that starts from scratch.</summary>
    public static TrainingDefaults Rnn { get; } = new() { LearningRate = 2e-3, Epochs = 10, BatchSize = 32, MaxTokens = 256 };

    /// <summary>The highest rate of the schedule.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How often every row is seen.</summary>
    public required int Epochs { get; init; }

    /// <summary>Rows a step.</summary>
    /// <value>16 by default.</value>
    public int BatchSize { get; init; } = 16;

    /// <summary>Where texts are cut, in tokens, unless the encoder or its tokenizer takes fewer.</summary>
    /// <value>128 by default.</value>
    public int MaxTokens { get; init; } = 128;
}
