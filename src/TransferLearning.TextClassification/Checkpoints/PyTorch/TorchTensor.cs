namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>A view of a storage.</summary>
/// <param name="Storage">Where the numbers lie.</param>
/// <param name="Type">The number format.</param>
/// <param name="Offset">The first number, counted in numbers from the storage's start.</param>
/// <param name="Shape">Lengths.</param>
/// <param name="Strides">Numbers between neighbours, a dimension each.</param>
internal sealed record TorchTensor(TorchStorage Storage, StoredType Type, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Whether the numbers lie in row-major order without gaps.</summary>
    internal bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != expected)
                {
                    return false;
                }

                expected *= Shape[i];
            }

            return true;
        }
    }

    /// <summary>Makes a view and checks that it lies within its storage.</summary>
    /// <exception cref="PickleException">It does not.</exception>
    internal static TorchTensor Create(TorchStorage storage, StoredType type, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || offset < 0 || strides.Any(stride => stride < 0) || !TensorShape.TryCount(shape, type.Size(), out long bytes))
        {
            throw new PickleException($"it holds a tensor of impossible shape {TensorShape.Text(shape)} or strides {TensorShape.Text(strides)}");
        }

        // Views that repeat numbers are refused too: a small file would ask for any amount of memory.
        Int128 end = offset;
        for (int i = 0; i < shape.Length; i++)
        {
            end += (Int128)Math.Max(shape[i] - 1, 0) * strides[i];
        }

        if (bytes > storage.Bytes || (bytes > 0 && (end + 1) * type.Size() > storage.Bytes))
        {
            throw new PickleException($"it holds a tensor of shape {TensorShape.Text(shape)} that reaches beyond its {storage.Bytes} bytes of numbers");
        }

        return new(storage, type, offset, shape, strides);
    }
}
