namespace TransferLearning.TextClassification.Data;

/// <summary>Remembers the last four bytes: in a gzip file they are the size of its last member.</summary>
internal sealed class GzipTailStream(Stream stream) : InspectingStream(stream)
{
    /// <summary>The last four bytes, the first of them lowest.</summary>
    internal uint Tail { get; private set; }

    protected override void Inspect(ReadOnlySpan<byte> block, bool isEnd)
    {
        foreach (byte value in block[Math.Max(block.Length - 4, 0)..])
        {
            Tail = (Tail >> 8) | ((uint)value << 24);
        }
    }
}
