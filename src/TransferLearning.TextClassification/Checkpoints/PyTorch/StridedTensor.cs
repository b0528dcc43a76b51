namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>Reads a view whose numbers do not lie in row-major order: a transposed matrix, a slice.</summary>
internal static class StridedTensor
{
    /// <summary>Gathers the numbers row by row and converts each row to float32.</summary>
    internal static void Read(MappedFile file, long start, TorchTensor view, Span<float> destination)
    {
        int size = view.Type.Size();
        int rowLength = (int)view.Shape[^1];
        byte[] row = new byte[rowLength * size];
        long[] index = new long[view.Shape.Length - 1]; // the row's place in every dimension but the last
        for (int done = 0; done < destination.Length; done += rowLength)
        {
            long rowStart = start;
            for (int i = 0; i < index.Length; i++)
            {
                rowStart += index[i] * view.Strides[i] * size;
            }

            for (int i = 0; i < rowLength; i++)
            {
                file.Bytes(rowStart + (i * view.Strides[^1] * size), size).CopyTo(row.AsSpan(i * size));
            }

            FloatConversion.ToSingle(view.Type, row, destination.Slice(done, rowLength));
            Advance(index, view.Shape);
        }
    }

    private static void Advance(long[] index, long[] shape)
    {
        for (int i = index.Length - 1; i >= 0; i--)
        {
            if (++index[i] < shape[i])
            {
                return;
            }

            index[i] = 0;
        }
    }
}
