namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>One safetensors file, mapped into memory.</summary>
internal sealed class SafetensorsReader : CheckpointTensors
{
    private readonly MappedFile file;
    private readonly SafetensorsHeader header;

    private SafetensorsReader(MappedFile file, SafetensorsHeader header)
    {
        this.file = file;
        this.header = header;
    }

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, TensorInfo> Tensors => header.Tensors;

    /// <summary>The texts of the header's <c>__metadata__</c> by name.</summary>
    internal IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its index.</summary>
    /// <exception cref="CheckpointException">The file is missing or not a whole safetensors file.</exception>
    internal static SafetensorsReader Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new(file, SafetensorsHeader.Read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override void Read(string name, Span<float> destination) =>
        MappedTensor.Read(file, header.DataStart + header.Offsets[name], header.Tensors[name], destination);

    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();
}
