using System.Text;
using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>SentencePiece's own normalization: the longest keys of its map, then spaces. Immutable.</summary>
internal sealed class SentencePieceNormalizer : TextNormalizer
{
    private const int Mark = 0x2581;
    private const int AsciiCount = 0x80;

    private readonly SentencePieceFile file;
    private readonly byte[][] userDefined;
    private readonly bool[] isPlain; // of ASCII characters but the space: what becomes itself where another ASCII character or none follows

    internal SentencePieceNormalizer(SentencePieceFile file)
    {
        this.file = file;
        userDefined = [.. file.Pieces.Where(piece => piece.Kind == SentencePieceKind.UserDefined).Select(piece => Encoding.UTF8.GetBytes(piece.Content)).OrderByDescending(content => content.Length)];
        isPlain = [.. Enumerable.Range(0, AsciiCount).Select(value => IsPlain((byte)value))];
    }

    internal override bool IsLocal => false;

    internal override void Apply(AlignedText text)
    {
        ReadOnlySpan<byte> rest = text.ToUtf8();
        int space = file.EscapesWhitespace ? Mark : ' ';
        bool wasSpace = file.RemovesExtraWhitespace;
        List<(int CodePoint, int First, int Last)> made = text.NewParts();
        int index = 0;
        while (!rest.IsEmpty)
        {
            if (made.Count > 0 && rest[0] < AsciiCount && isPlain[rest[0]] && (rest.Length == 1 || rest[1] < AsciiCount))
            {
                made.Add((rest[0], index, index));
                wasSpace = false;
                rest = rest[1..];
                index++;
                continue;
            }

            int read = Next(rest, out ReadOnlySpan<byte> mapped);
            int last = index + CountCodePoints(rest[..read]) - 1;
            if (made.Count == 0 && !(file.RemovesExtraWhitespace && mapped is [(byte)' ']) && file is { TreatsWhitespaceAsSuffix: false, AddsDummyPrefix: true })
            {
                made.Add((space, index, index));
            }

            mapped = wasSpace ? mapped.TrimStart((byte)' ') : mapped;
            while (!mapped.IsEmpty)
            {
                Rune.DecodeFromUtf8(mapped, out Rune rune, out int length);
                wasSpace = rune.Value == ' ';
                made.Add((wasSpace ? space : rune.Value, index, last));
                mapped = mapped[length..];
            }

            wasSpace &= file.RemovesExtraWhitespace;
            rest = rest[read..];
            index = last + 1;
        }

        while (file.RemovesExtraWhitespace && made.Count > 0 && made[^1].CodePoint == space)
        {
            made.RemoveAt(made.Count - 1);
        }

        if (made.Count > 0 && file is { TreatsWhitespaceAsSuffix: true, AddsDummyPrefix: true })
        {
            made.Add((space, text.Count - 1, text.Count - 1));
        }

        text.Rebuild(made);
    }

    // How many bytes are mapped at once at the beginning of a text, and to what.
    private int Next(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> mapped)
    {
        foreach (byte[] content in userDefined)
        {
            if (text.StartsWith(content))
            {
                mapped = content;
                return content.Length;
            }
        }

        if (file.Map?.TryFind(text, takesShortest: false, out int keyLength, out mapped) == true)
        {
            return keyLength;
        }

        Rune.DecodeFromUtf8(text, out _, out int length);
        mapped = text[..length];
        return length;
    }

    private bool IsPlain(byte value) => value is not (0 or (byte)' ') && !userDefined.Any(content => content.AsSpan().StartsWith([value]))
        && !Enumerable.Range(1, AsciiCount - 1).Any(next => file.Map?.Touches([value, (byte)next]) == true);

    private static int CountCodePoints(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte value in utf8)
        {
            count += (value & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
