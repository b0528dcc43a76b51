namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>The tensors of a checkpoint, whatever files they lie in. Opening one reads and checks the index only; nothing is executed.</summary>
internal abstract class CheckpointTensors : IDisposable
{
    /// <summary>The tensors by name, as the checkpoint names them.</summary>
    internal abstract IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Reads a tensor in row-major order, converted to float32. Refuses values that are not numbers.</summary>
    /// <param name="name">A name of <see cref="Tensors"/>.</param>
    /// <param name="destination">As long as the tensor.</param>
    /// <exception cref="CheckpointException">The file is truncated or holds NaN or infinity.</exception>
    internal abstract void Read(string name, Span<float> destination);

    /// <inheritdoc/>
    public abstract void Dispose();
}
