namespace TransferLearning.TextClassification;

/// <summary>A label and the rows that carry it.</summary>
public sealed class LabelShare
{
    internal LabelShare()
    {
    }

    /// <summary>The label.</summary>
    public string Label { get; init; } = string.Empty;

    /// <summary>The number of rows that carry it.</summary>
    public int Rows { get; init; }

    /// <summary>The share of all rows, from 0 to 1; where rows have several labels, the shares add up to more than 1.</summary>
    public double Share { get; init; }
}
