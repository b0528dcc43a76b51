using System.Buffers;
using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Finds added tokens: the leftmost, and of those the longest. Immutable.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<char, (string Content, AddedToken Token)[]> byFirstUnit;
    private readonly SearchValues<char> firstUnits;

    /// <param name="tokens">The tokens, each with what is searched for (for a normalized token, its normalized content).</param>
    internal AddedTokenMatcher(IEnumerable<(string Content, AddedToken Token)> tokens)
    {
        byFirstUnit = tokens.Where(entry => entry.Content.Length > 0)
            .GroupBy(entry => entry.Content[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(entry => entry.Content.Length).ToArray());
        firstUnits = SearchValues.Create([.. byFirstUnit.Keys]);
    }

    internal bool IsEmpty => byFirstUnit.Count == 0;

    /// <summary>Finds the next token at or after <paramref name="from"/>.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="from">Where to search from: the end of the last match.</param>
    /// <param name="match">The token found.</param>
    internal bool TryFind(ReadOnlySpan<char> text, int from, out AddedTokenMatch match)
    {
        match = default;
        for (int start = from; start < text.Length; start++)
        {
            int skipped = text[start..].IndexOfAny(firstUnits);
            if (skipped < 0)
            {
                return false;
            }

            start += skipped;
            foreach ((string content, AddedToken token) in byFirstUnit[text[start]])
            {
                if (!text[start..].StartsWith(content, StringComparison.Ordinal))
                {
                    continue;
                }

                int end = start + content.Length;
                if (token.IsSingleWord && (EndsWithWord(text[..start]) || BeginsWithWord(text[end..])))
                {
                    // The reference searches on behind a token that it discards.
                    start = end - 1;
                    break;
                }

                int left = token.StripsLeft ? Math.Max(from, text[..start].TrimEnd().Length) : start;
                int right = token.StripsRight ? text.Length - text[end..].TrimStart().Length : end;
                match = new AddedTokenMatch(left, right, token.Id);
                return true;
            }
        }

        return false;
    }

    private static bool BeginsWithWord(ReadOnlySpan<char> text) =>
        !text.IsEmpty && Rune.DecodeFromUtf16(text, out Rune rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        !text.IsEmpty && Rune.DecodeLastFromUtf16(text, out Rune rune, out _) == OperationStatus.Done && IsWord(rune);

    // Letters, marks, digits, connectors, joiners, and the circled and squared letters.
    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
        or UnicodeCategory.ConnectorPunctuation || rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
