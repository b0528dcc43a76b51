using System.Text;

namespace TransferLearning.TextClassification.Tokenization.Words;

/// <summary>Decides what the tokens of a language are.</summary>
internal static class TextUnits
{
    private const int LettersLookedAt = 1 << 20;

    /// <summary>Characters where most letters are of scripts that write no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan), else words.</summary>
    internal static TextUnit UsualFor(IEnumerable<string> texts)
    {
        int letters = 0;
        int withoutSpaces = 0;
        foreach (Rune rune in texts.SelectMany(text => text.EnumerateRunes()).Where(Rune.IsLetter).Take(LettersLookedAt))
        {
            letters++;
            withoutSpaces += WritesNoSpaces(rune.Value) ? 1 : 0;
        }

        return withoutSpaces > letters / 2 ? TextUnit.Characters : TextUnit.Words;
    }

    private static bool WritesNoSpaces(int codePoint) => codePoint is
        (>= 0x0E00 and <= 0x0FFF) // Thai, Lao, Tibetan
        or (>= 0x1000 and <= 0x109F) // Burmese
        or (>= 0x1780 and <= 0x17FF) // Khmer
        or (>= 0x3040 and <= 0x30FF) // Hiragana, Katakana
        or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF); // Chinese characters
}
