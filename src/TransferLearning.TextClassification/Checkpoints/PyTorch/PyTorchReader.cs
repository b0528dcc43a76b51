namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>One PyTorch file (<c>torch.save</c> of a state dictionary), mapped into memory. Nothing in it is executed: its pickle runs in a machine that only knows tensors.</summary>
internal sealed class PyTorchReader : CheckpointTensors
{
    private readonly MappedFile file;
    private readonly Dictionary<string, TorchTensor> views;
    private readonly Dictionary<string, long> storageOffsets;
    private readonly Dictionary<string, TensorInfo> tensors;

    private PyTorchReader(MappedFile file)
    {
        this.file = file;
        (object? root, storageOffsets) = TorchFile.Read(file);
        views = StateDictionary.Find(root);
        tensors = views.ToDictionary(view => view.Key, view => new TensorInfo(view.Key, view.Value.Type, view.Value.Shape), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Opens a file and checks its index.</summary>
    /// <exception cref="CheckpointException">The file is missing, broken, or asks for anything but tensors.</exception>
    internal static PyTorchReader Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new(file);
        }
        catch (PickleException exception)
        {
            file.Dispose();
            throw CheckpointException.At(
                path,
                $"the file is not a PyTorch file that can be read: {exception.Message}. Nothing in it was executed. Download it again, or, if you trust its source, convert it to safetensors with the tools of that source.",
                exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override void Read(string name, Span<float> destination)
    {
        TorchTensor view = views[name];
        TensorInfo tensor = tensors[name];
        long start = storageOffsets[view.Storage.Key] + (view.Offset * view.Type.Size());
        if (view.IsContiguous)
        {
            MappedTensor.Read(file, start, tensor, destination);
            return;
        }

        MappedTensor.RequireLength(tensor, destination);
        if (!destination.IsEmpty)
        {
            StridedTensor.Read(file, start, view, destination);
        }

        MappedTensor.RequireFinite(file.Path, tensor, destination);
    }

    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();
}
