namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Gives a tensor's numbers in row-major order; called once, when they are written.</summary>
internal delegate ReadOnlySpan<float> TensorValues();

/// <summary>A tensor to write.</summary>
internal sealed record TensorToWrite(string Name, long[] Shape, TensorValues Values)
{
    /// <summary>A tensor whose numbers lie in memory already.</summary>
    internal TensorToWrite(string name, long[] shape, ReadOnlyMemory<float> values)
        : this(name, shape, () => values.Span)
    {
    }
}
