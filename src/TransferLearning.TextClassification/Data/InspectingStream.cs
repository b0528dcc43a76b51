namespace TransferLearning.TextClassification.Data;

/// <summary>Passes bytes on as they are and looks at them.</summary>
internal abstract class InspectingStream(Stream stream) : ReadOnlyStream(stream, leaveOpen: false)
{
    public override int Read(Span<byte> buffer)
    {
        int count = Inner.Read(buffer);
        Inspect(buffer[..count], isEnd: count == 0 && buffer.Length > 0);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Inspect(buffer.Span[..count], isEnd: count == 0 && buffer.Length > 0);
        return count;
    }

    /// <summary>Called with every block that passes, and with an empty one at the end.</summary>
    protected abstract void Inspect(ReadOnlySpan<byte> block, bool isEnd);
}
