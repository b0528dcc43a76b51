namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>A tensor to write.</summary>
internal sealed record TensorToWrite(string Name, long[] Shape, TensorValues Values)
{
    /// <summary>A tensor whose numbers lie in memory already.</summary>
    internal TensorToWrite(string name, long[] shape, ReadOnlyMemory<float> values)
        : this(name, shape, () => values.Span)
    {
    }
}
