namespace TransferLearning.TextClassification.Data;

/// <summary>A stream whose first bytes can be looked at before they are read; the stream below need not seek.</summary>
internal sealed class PeekableStream(Stream stream, bool leaveOpen) : Stream
{
    private readonly byte[] start = new byte[4];
    private int peeked;
    private int consumed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The first bytes, at most four; fewer where the stream ends. Only before the first read.</summary>
    internal ReadOnlySpan<byte> Peek(int count)
    {
        peeked += stream.ReadAtLeast(start.AsSpan(peeked), Math.Max(count - peeked, 0), throwOnEndOfStream: false);
        return start.AsSpan(0, Math.Min(count, peeked));
    }

    public override int Read(Span<byte> buffer)
    {
        if (consumed == peeked)
        {
            return stream.Read(buffer);
        }

        int count = Math.Min(buffer.Length, peeked - consumed);
        start.AsSpan(consumed, count).CopyTo(buffer);
        consumed += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        consumed == peeked ? await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) : Read(buffer.Span);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
