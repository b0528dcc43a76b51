namespace TransferLearning.TextClassification;

/// <summary>What is predicted for a text.</summary>
public enum TextTask
{
    /// <summary>Exactly one label.</summary>
    SingleLabel,

    /// <summary>Any number of labels, perhaps none.</summary>
    MultiLabel,

    /// <summary>A number.</summary>
    Regression,
}
