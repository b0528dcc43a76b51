namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>A checkpoint seen under other names. Owns the checkpoint.</summary>
internal sealed class RenamedTensors : CheckpointTensors
{
    private readonly CheckpointTensors inner;
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> originals = new(StringComparer.Ordinal);

    /// <summary>Gives a checkpoint's tensors other names.</summary>
    /// <param name="path">The file or folder; stands in messages.</param>
    /// <param name="inner">The checkpoint.</param>
    /// <param name="rename">From the checkpoint's name to the new one; null leaves the tensor out.</param>
    /// <exception cref="CheckpointException">Two tensors get one name.</exception>
    internal RenamedTensors(string path, CheckpointTensors inner, Func<string, string?> rename)
    {
        this.inner = inner;
        foreach (TensorInfo tensor in inner.Tensors.Values)
        {
            if (rename(tensor.Name) is not { } name)
            {
                continue;
            }

            if (!originals.TryAdd(name, tensor.Name))
            {
                throw CheckpointException.At(path, $"the tensors '{originals[name]}' and '{tensor.Name}' are the same parameter '{name}'. Remove one of them.", null, originals[name], tensor.Name);
            }

            tensors.Add(name, tensor with { Name = name });
        }
    }

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <inheritdoc/>
    internal override void Read(string name, Span<float> destination) => inner.Read(originals[name], destination);

    /// <inheritdoc/>
    public override void Dispose() => inner.Dispose();
}
