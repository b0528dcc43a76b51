namespace TransferLearning.TextClassification;

/// <summary>Options of the cross entropy over exactly one label a text, as PyTorch's <c>CrossEntropyLoss</c>.</summary>
public sealed record CrossEntropyOptions
{
    /// <summary>How much each label counts, in the order of the labels (sorted ordinally).</summary>
    /// <value>Null by default: all count the same.</value>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>The share of the target that is spread over all labels alike, from 0 to 1.</summary>
    /// <value>0 by default.</value>
    public double LabelSmoothing { get; init; }
}
