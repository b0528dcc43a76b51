namespace TransferLearning.TextClassification;

/// <summary>How often one label was taken for another.</summary>
public sealed record LabelConfusion
{
    /// <summary>The label that the rows have.</summary>
    public required string Actual { get; init; }

    /// <summary>The label that was predicted.</summary>
    public required string Predicted { get; init; }

    /// <summary>The number of such rows.</summary>
    public int Rows { get; init; }
}
