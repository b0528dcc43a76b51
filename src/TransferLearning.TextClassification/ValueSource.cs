namespace TransferLearning.TextClassification;

/// <summary>Who decided a value.</summary>
public enum ValueSource
{
    /// <summary>The application, by a call on the builder.</summary>
    Chosen,

    /// <summary>The pretrained checkpoint.</summary>
    Checkpoint,

    /// <summary>The training data.</summary>
    Data,

    /// <summary>A recommendation for the kind of encoder at hand.</summary>
    Recommended,

    /// <summary>The same for every training.</summary>
    Default,
}
