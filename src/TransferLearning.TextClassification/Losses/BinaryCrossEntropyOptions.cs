namespace TransferLearning.TextClassification;

/// <summary>Options of the cross entropy of each label by itself, as PyTorch's <c>BCEWithLogitsLoss</c>.</summary>
public sealed record BinaryCrossEntropyOptions
{
    /// <summary>How much more a label counts where it applies than where it does not, in the order of the labels (sorted ordinally).</summary>
    /// <value>Null by default: 1 for every label.</value>
    public IReadOnlyList<double>? PositiveWeights { get; init; }
}
