namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>A block of numbers that tensors are views of. Where it lies in the file is known once the file's own index was read.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Its number format; null where the tensors say it (untyped storages).</param>
/// <param name="Length">Its length in numbers, or in bytes where it is untyped.</param>
internal sealed record TorchStorage(string Key, StoredType? Type, long Length)
{
    /// <summary>The length in bytes; -1 where it is too large to be counted.</summary>
    internal long Bytes => TensorShape.TryCount([Length], Type?.Size() ?? 1, out long bytes) ? bytes : -1;
}
