namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Arithmetic on shapes that a file claims.</summary>
internal static class TensorShape
{
    /// <summary>The bytes of a tensor, where they can be counted at all.</summary>
    /// <param name="shape">Lengths; a negative one is refused.</param>
    /// <param name="size">The bytes of one number.</param>
    /// <param name="bytes">The bytes of all.</param>
    internal static bool TryCount(ReadOnlySpan<long> shape, int size, out long bytes)
    {
        bytes = size;
        bool empty = false;
        foreach (long length in shape)
        {
            if (length < 0)
            {
                return false;
            }

            empty |= length == 0;
            if (length != 0 && bytes > long.MaxValue / length)
            {
                return false;
            }

            bytes *= length == 0 ? 1 : length;
        }

        bytes = empty ? 0 : bytes;
        return true;
    }

    /// <summary>A shape as it is written in messages.</summary>
    internal static string Text(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
