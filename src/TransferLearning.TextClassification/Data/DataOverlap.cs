namespace TransferLearning.TextClassification;

/// <summary>Rows that stand in the training data and in the test data: they make a test look better than it is.</summary>
public sealed class DataOverlap
{
    internal DataOverlap()
    {
    }

    /// <summary>The number of test rows whose texts also stand in the training data.</summary>
    public int Rows { get; init; }

    /// <summary>That number as a share of all test rows, from 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>The number of these rows whose target is one that no equal text has in the training data.</summary>
    public int ContradictoryRows { get; init; }

    /// <summary>The first of these rows, at most ten.</summary>
    public IReadOnlyList<OverlappingRow> FirstRows { get; init; } = [];

    /// <summary>The labels of the test data that the training data lacks, in ordinal order.</summary>
    public IReadOnlyList<string> UnknownLabels { get; init; } = [];
}
