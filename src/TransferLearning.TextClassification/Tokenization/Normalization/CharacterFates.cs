using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>What a local normalizer makes of each character of the scripts where characters do not change each other; found out when first asked. Safe for many threads.</summary>
internal sealed class CharacterFates(TextNormalizer? normalizer)
{
    private static readonly byte[] Complex = [];

    private readonly byte[]?[]?[] pages = new byte[256][][];

    /// <summary>The UTF-8 that a character becomes wherever it stands in a word; empty where that cannot be said, or where it is or becomes whitespace.</summary>
    internal ReadOnlySpan<byte> Of(char character)
    {
        byte[]?[] page = pages[character >> 8] ??= new byte[256][];
        return page[character & 0xFF] ??= Find(character);
    }

    private byte[] Find(char character)
    {
        if (!IsIndependent(character))
        {
            return Complex;
        }

        string text = character.ToString();
        string normalized = normalizer?.Normalize(text) ?? text;
        return normalized.EnumerateRunes().Any(rune => rune.Value == 0x2581 || UnicodeData.Is(rune.Value, UnicodeTraits.Whitespace | UnicodeTraits.Mark))
            || (normalizer is not null && normalized.IndexOfAny(normalizer.ContextCharacters) >= 0)
            ? Complex
            : Encoding.UTF8.GetBytes(normalized);
    }

    // Letters, digits and punctuation that are a character for themselves: no marks, no Hangul (its syllables compose), no joiners, no emoji.
    private static bool IsIndependent(char character) => character is (>= '!' and <= '~') or (>= '\u00A1' and <= '\u02FF' and not '\u00AD' and not '\u00A9' and not '\u00AE')
        or (>= '\u0370' and <= '\u0482') or (>= '\u048A' and <= '\u052F') or (>= '\u2010' and <= '\u2027') or (>= '\u2030' and <= '\u203B')
        or (>= '\u3001' and <= '\u3029') or (>= '\u3041' and <= '\u3096') or (>= '\u30A1' and <= '\u30FF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uFF01' and <= '\uFF9D');
}
