namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>One PyTorch file; nothing in it is executed.</summary>
internal static class PyTorchReader
{
    /// <summary>Opens a file and checks its index.</summary>
    internal static CheckpointTensors Open(string path) =>
        throw CheckpointException.At(path, "PyTorch files are not read yet. Convert the checkpoint to safetensors.");
}
