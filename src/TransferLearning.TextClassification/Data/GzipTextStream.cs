using System.IO.Compression;

namespace TransferLearning.TextClassification.Data;

/// <summary>
/// Decompresses gzip. <see cref="GZipStream"/> takes a file that breaks off for one that ends, so the size that a gzip file
/// states at its end is compared (RFC 1952). A file of several members states only the size of the last.
/// </summary>
internal sealed class GzipTextStream : InspectingStream
{
    private readonly GzipTailStream compressed;
    private long size;

    private GzipTextStream(GzipTailStream compressed)
        : base(new GZipStream(compressed, CompressionMode.Decompress)) => this.compressed = compressed;

    internal static GzipTextStream Over(Stream stream) => new(new GzipTailStream(stream));

    protected override void Inspect(ReadOnlySpan<byte> block, bool isEnd)
    {
        size += block.Length;
        bool isLastOfSeveral = compressed.Tail > 0 && compressed.Tail < size;
        if (isEnd && compressed.Tail != (uint)size && !isLastOfSeveral)
        {
            throw new InvalidDataException("It breaks off before its end.");
        }
    }
}
