namespace TransferLearning.TextClassification.Checkpoints.Vectors;

/// <summary>A file read from beginning to end through one buffer, which is as large as the longest piece asked for.</summary>
internal sealed class VectorBytes(Stream stream) : IDisposable
{
    /// <summary>The longest piece: 65,536 numbers of some 20 characters.</summary>
    internal const int LongestPiece = 2 << 20;

    private byte[] buffer = new byte[1 << 18];
    private int begin;
    private int end;

    /// <summary>The next bytes, without taking them; fewer at the end of the file. Valid until the next call.</summary>
    internal ReadOnlySpan<byte> Peek(int count)
    {
        while (end - begin < count && Fill())
        {
        }

        return buffer.AsSpan(begin, Math.Min(count, end - begin));
    }

    /// <summary>Takes bytes that <see cref="Peek"/> gave.</summary>
    internal void Skip(int count) => begin += count;

    /// <summary>Takes what stands before the next delimiter, or before the end of the file, and the delimiter. Valid until the next call.</summary>
    /// <returns>False at the end of the file, and where the piece is too long.</returns>
    internal bool TryTakeUntil(byte delimiter, out ReadOnlySpan<byte> piece, out bool isTooLong)
    {
        int searched = 0;
        isTooLong = false;
        while (true)
        {
            int found = buffer.AsSpan(begin + searched, end - begin - searched).IndexOf(delimiter);
            if (found >= 0)
            {
                piece = buffer.AsSpan(begin, searched + found);
                begin += searched + found + 1;
                return true;
            }

            searched = end - begin;
            isTooLong = searched > LongestPiece;
            if (isTooLong || !Fill())
            {
                piece = buffer.AsSpan(begin, searched);
                begin = end;
                return searched > 0 && !isTooLong;
            }
        }
    }

    public void Dispose() => stream.Dispose();

    private bool Fill()
    {
        if (end == buffer.Length)
        {
            if (begin == 0)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
        }

        int read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }
}
