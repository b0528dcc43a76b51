using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TransferLearning.TextClassification.Data;

/// <summary>Passes UTF-8 on as it is, and names the line of the first bytes that are not UTF-8.</summary>
internal sealed class Utf8ValidatingStream(Stream stream, string? path) : InspectingStream(stream)
{
    private const string Mend = "Save the file as UTF-8, or name its encoding (TextReadOptions.Encoding).";

    // The beginning of a character whose end stands in the next block.
    private readonly byte[] pending = new byte[4];
    private int pendingCount;
    private long lineBreaks;

    protected override void Inspect(ReadOnlySpan<byte> block, bool isEnd)
    {
        if (isEnd && pendingCount > 0)
        {
            throw Invalid(pending.AsSpan(0, pendingCount));
        }

        while (pendingCount > 0 && !block.IsEmpty)
        {
            pending[pendingCount++] = block[0];
            OperationStatus status = Rune.DecodeFromUtf8(pending.AsSpan(0, pendingCount), out _, out _);
            if (status == OperationStatus.InvalidData)
            {
                throw Invalid(pending.AsSpan(0, pendingCount));
            }

            block = block[1..];
            pendingCount = status == OperationStatus.Done ? 0 : pendingCount;
        }

        int tail = UnfinishedTail(block);
        ReadOnlySpan<byte> whole = block[..^tail];
        if (!Utf8.IsValid(whole))
        {
            int at = FirstInvalid(whole);
            lineBreaks += whole[..at].Count((byte)'\n');
            throw Invalid(whole.Slice(at, Math.Min(4, whole.Length - at)));
        }

        lineBreaks += whole.Count((byte)'\n');
        block[^tail..].CopyTo(pending.AsSpan(pendingCount));
        pendingCount += tail;
    }

    /// <summary>How many bytes at the end begin a character that the block does not finish: 0 to 3.</summary>
    private static int UnfinishedTail(ReadOnlySpan<byte> block)
    {
        for (int length = 1; length <= Math.Min(3, block.Length); length++)
        {
            if ((block[^length] & 0xc0) != 0x80)
            {
                return Rune.DecodeFromUtf8(block[^length..], out _, out _) == OperationStatus.NeedMoreData ? length : 0;
            }
        }

        return 0;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int consumed) == OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }

    private TextDataException Invalid(ReadOnlySpan<byte> bytes)
    {
        string value = "0x" + Convert.ToHexString(bytes);
        return DataErrors.Line(path, lineBreaks + 1, $"the bytes {value} are not valid UTF-8. {Mend}", value: value);
    }
}
