namespace TransferLearning.TextClassification;

/// <summary>A test row whose texts also stand in the training data.</summary>
public sealed class OverlappingRow
{
    internal OverlappingRow()
    {
    }

    /// <summary>The line of the test row; where it came from no file, its number from 1.</summary>
    public long TestLine { get; init; }

    /// <summary>The line of the first equal training row; where it came from no file, its number from 1.</summary>
    public long TrainLine { get; init; }

    /// <summary>Whether no equal text in the training data has the test row's target.</summary>
    public bool IsContradictory { get; init; }
}
