using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>
/// Cuts a text as GPT-2's expression does: English contractions, then runs of letters, of numbers or of others, each with the space before it, then whitespace;
/// the last whitespace before a word is the word's.
/// </summary>
internal static class ByteLevelWords
{
    private const byte Other = 0;
    private const byte Letter = 1;
    private const byte Number = 2;
    private const byte Space = 3;
    private const byte Surrogate = 4;

    private static readonly byte[] KindOfUnit = MakeKinds();

    /// <summary>Where the word that begins at <paramref name="start"/> ends, in UTF-16 units.</summary>
    internal static int End(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'' && Contraction(text[(start + 1)..]) is > 0 and int length)
        {
            return start + 1 + length;
        }

        int first = text[start] == ' ' ? start + 1 : start;
        if (first < text.Length && Kind(text, first, out int firstLength) is not Space and byte kind)
        {
            return RunEnd(text, first + firstLength, kind);
        }

        return SpaceEnd(text, start, 0);
    }

    /// <summary>The same for a text with a space before it that is not written: where the word ends that begins with it.</summary>
    internal static int EndAfterSpace(ReadOnlySpan<char> text)
    {
        byte kind = Kind(text, 0, out int length);
        return kind == Space ? SpaceEnd(text, 0, 1) : RunEnd(text, length, kind);
    }

    private static int SpaceEnd(ReadOnlySpan<char> text, int start, int countBefore)
    {
        int end = RunEnd(text, start, Space);
        return end < text.Length && end - start + countBefore > 1 ? end - 1 : end;
    }

    private static int RunEnd(ReadOnlySpan<char> text, int index, byte kind)
    {
        ReadOnlySpan<byte> kinds = KindOfUnit;
        while (index < text.Length)
        {
            byte next = kinds[text[index]];
            int length = 1;
            if (next == Surrogate)
            {
                next = Kind(text, index, out length);
            }

            if (next != kind)
            {
                break;
            }

            index += length;
        }

        return index;
    }

    private static int Contraction(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty)
        {
            return 0;
        }

        return rest[0] switch
        {
            's' or 't' or 'm' or 'd' => 1,
            'r' or 'v' => rest.Length > 1 && rest[1] == 'e' ? 2 : 0,
            'l' => rest.Length > 1 && rest[1] == 'l' ? 2 : 0,
            _ => 0,
        };
    }

    private static byte Kind(ReadOnlySpan<char> text, int index, out int length)
    {
        byte kind = KindOfUnit[text[index]];
        length = 1;
        return kind == Surrogate ? KindOf(CodePoints.At(text, index, out length)) : kind;
    }

    private static byte KindOf(int codePoint)
    {
        UnicodeTraits traits = UnicodeData.Traits(codePoint);
        return (traits & UnicodeTraits.Letter) != 0 ? Letter
            : (traits & UnicodeTraits.Number) != 0 ? Number
            : (traits & UnicodeTraits.Whitespace) != 0 ? Space
            : Other;
    }

    private static byte[] MakeKinds()
    {
        byte[] kinds = new byte[char.MaxValue + 1];
        for (int unit = 0; unit < kinds.Length; unit++)
        {
            kinds[unit] = char.IsSurrogate((char)unit) ? Surrogate : KindOf(unit);
        }

        return kinds;
    }
}
