namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>The number format of a stored tensor.</summary>
internal enum StoredType
{
    Float16,
    BFloat16,
    Float32,
    Float64,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    Bool,
}

/// <summary>A stored tensor's name, number format and shape.</summary>
internal sealed record TensorInfo(string Name, StoredType Type, long[] Shape)
{
    /// <summary>The number of elements.</summary>
    internal long Count => Shape.Aggregate(1L, (product, length) => checked(product * length));
}
