using System.Text;
using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>SentencePiece's own normalization: the longest keys of its map, then spaces. Immutable.</summary>
internal sealed class SentencePieceNormalizer(SentencePieceFile file) : TextNormalizer
{
    private const int Mark = 0x2581;

    private readonly byte[][] userDefined =
        [.. file.Pieces.Where(piece => piece.Kind == SentencePieceKind.UserDefined).Select(piece => Encoding.UTF8.GetBytes(piece.Content)).OrderByDescending(content => content.Length)];

    internal override bool IsLocal => false;

    internal override void Apply(AlignedText text)
    {
        byte[] utf8 = new byte[4 * text.Count];
        int length = text.WriteUtf8(utf8);
        ReadOnlySpan<byte> rest = utf8.AsSpan(0, length);
        int space = file.EscapesWhitespace ? Mark : ' ';
        bool wasSpace = file.RemovesExtraWhitespace;
        List<(int CodePoint, int First, int Last)> made = [];
        List<int> mapped = [];
        int index = 0;
        while (!rest.IsEmpty)
        {
            int read = Next(rest, mapped);
            int last = index + CountCodePoints(rest[..read]) - 1;
            if (made.Count == 0 && !(file.RemovesExtraWhitespace && mapped is [' ']) && file is { TreatsWhitespaceAsSuffix: false, AddsDummyPrefix: true })
            {
                made.Add((space, index, index));
            }

            int from = 0;
            while (wasSpace && from < mapped.Count && mapped[from] == ' ')
            {
                from++;
            }

            for (int part = from; part < mapped.Count; part++)
            {
                made.Add((mapped[part] == ' ' ? space : mapped[part], index, last));
                wasSpace = mapped[part] == ' ';
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

    // What a text begins with, mapped, and how many bytes that takes.
    private int Next(ReadOnlySpan<byte> text, List<int> mapped)
    {
        mapped.Clear();
        foreach (byte[] content in userDefined)
        {
            if (text.StartsWith(content))
            {
                CharacterMap.AddCodePoints(content, mapped);
                return content.Length;
            }
        }

        if (file.Map?.TryFind(text, takesShortest: false, out int keyLength, out ReadOnlySpan<byte> replacement) == true)
        {
            CharacterMap.AddCodePoints(replacement, mapped);
            return keyLength;
        }

        Rune.DecodeFromUtf8(text, out Rune rune, out int length);
        mapped.Add(rune.Value);
        return length;
    }

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
