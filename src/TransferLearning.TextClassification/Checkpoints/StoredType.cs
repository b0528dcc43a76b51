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
