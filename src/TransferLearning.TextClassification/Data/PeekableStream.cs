namespace TransferLearning.TextClassification.Data;

/// <summary>A stream whose first bytes can be looked at before they are read; the stream below need not seek.</summary>
internal sealed class PeekableStream(Stream stream, bool leaveOpen) : ReadOnlyStream(stream, leaveOpen)
{
    private readonly byte[] start = new byte[4];
    private int peeked;
    private int consumed;

    /// <summary>The first bytes, at most four; fewer where the stream ends. Only before the first read.</summary>
    internal ReadOnlySpan<byte> Peek(int count)
    {
        peeked += Inner.ReadAtLeast(start.AsSpan(peeked), Math.Max(count - peeked, 0), throwOnEndOfStream: false);
        return start.AsSpan(0, Math.Min(count, peeked));
    }

    public override int Read(Span<byte> buffer) => consumed == peeked ? Inner.Read(buffer) : ReadStart(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        consumed == peeked ? Inner.ReadAsync(buffer, cancellationToken) : new(ReadStart(buffer.Span));

    private int ReadStart(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, peeked - consumed);
        start.AsSpan(consumed, count).CopyTo(buffer);
        consumed += count;
        return count;
    }
}
