using System.Numerics.Tensors;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Reads numbers that lie end to end in a mapped file.</summary>
internal static class MappedTensor
{
    private const int NumbersAtOnce = 1 << 20;

    /// <summary>Reads a tensor in row-major order as float32.</summary>
    /// <exception cref="CheckpointException">It holds NaN, infinity, or a number too large for float32.</exception>
    internal static void Read(MappedFile file, long offset, TensorInfo tensor, Span<float> destination)
    {
        RequireLength(tensor, destination);
        int size = tensor.Type.Size();
        for (int done = 0; done < destination.Length; done += NumbersAtOnce)
        {
            Span<float> part = destination.Slice(done, Math.Min(NumbersAtOnce, destination.Length - done));
            FloatConversion.ToSingle(tensor.Type, file.Bytes(offset + ((long)done * size), part.Length * size), part);
        }

        RequireFinite(file.Path, tensor, destination);
    }

    /// <summary>Refuses a destination of another length: a mistake of the caller.</summary>
    internal static void RequireLength(TensorInfo tensor, ReadOnlySpan<float> destination)
    {
        if (destination.Length != tensor.Count)
        {
            throw new ArgumentException($"The tensor '{tensor.Name}' has {tensor.Count} numbers, the destination {destination.Length}.", nameof(destination));
        }
    }

    /// <summary>Refuses values that are not numbers.</summary>
    internal static void RequireFinite(string path, TensorInfo tensor, ReadOnlySpan<float> values)
    {
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values))
        {
            return;
        }

        int index = 0;
        while (float.IsFinite(values[index]))
        {
            index++;
        }

        string value = float.IsNaN(values[index]) ? "NaN" : "infinity, or a number too large for float32";
        throw CheckpointException.At(
            path, $"the tensor '{tensor.Name}' holds {value} (element {index} of {values.Length}). The checkpoint comes from a training that diverged or is damaged; use another one.", null, tensor.Name);
    }
}
