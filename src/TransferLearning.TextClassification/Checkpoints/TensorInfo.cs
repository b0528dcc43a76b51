namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>A stored tensor's name, number format and shape.</summary>
internal sealed record TensorInfo(string Name, StoredType Type, long[] Shape)
{
    /// <summary>The number of elements.</summary>
    internal long Count => Shape.Aggregate(1L, (product, length) => checked(product * length));
}
