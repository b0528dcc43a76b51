namespace TransferLearning.TextClassification;

/// <summary>How well one label was predicted.</summary>
public sealed record ClassMetrics
{
    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>The share of the predictions of this label that were right, from 0 to 1; 0 where it was never predicted.</summary>
    public double Precision { get; init; }

    /// <summary>The share of the rows of this label that were found, from 0 to 1; 0 where no row has it.</summary>
    public double Recall { get; init; }

    /// <summary>The harmonic mean of precision and recall, from 0 to 1.</summary>
    public double F1 { get; init; }

    /// <summary>The number of rows that have the label.</summary>
    public int Support { get; init; }
}
