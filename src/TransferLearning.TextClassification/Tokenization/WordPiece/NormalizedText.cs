using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>
/// A text under BERT's normalization, code point by code point, each with the code point of the original that it comes from.
/// It follows the reference step by step, slowly; the hot path does without.
/// </summary>
internal sealed class NormalizedText
{
    private NormalizedText(List<int> codePoints, List<int> origins)
    {
        CodePointsOfText = codePoints;
        Origins = origins;
    }

    /// <summary>The normalized code points.</summary>
    internal List<int> CodePointsOfText { get; private set; }

    /// <summary>For each the index of the original code point.</summary>
    internal List<int> Origins { get; private set; }

    /// <param name="text">A text, or a part of one.</param>
    /// <param name="firstOrigin">The index of its first code point in the whole.</param>
    /// <param name="switches">How it is treated.</param>
    internal static NormalizedText Create(ReadOnlySpan<char> text, int firstOrigin, WordPieceSwitches switches)
    {
        NormalizedText normalized = new([], []);
        for (int index = 0; index < text.Length;)
        {
            normalized.CodePointsOfText.Add(CodePoints.At(text, index, out int length));
            normalized.Origins.Add(firstOrigin++);
            index += length;
        }

        if (switches.CleanText)
        {
            normalized.Filter(codePoint => (CharacterData.Traits(codePoint) & CharacterTraits.Removed) == 0);
            normalized.Replace((codePoint, destination) =>
            {
                destination[0] = (CharacterData.Traits(codePoint) & CharacterTraits.Whitespace) != 0 ? ' ' : codePoint;
                return 1;
            });
        }

        if (switches.TokenizeChineseCharacters)
        {
            normalized.Replace((codePoint, destination) =>
            {
                bool isIdeograph = (CharacterData.Traits(codePoint) & CharacterTraits.Ideograph) != 0;
                (destination[0], destination[1], destination[2]) = isIdeograph ? (' ', codePoint, ' ') : (codePoint, 0, 0);
                return isIdeograph ? 3 : 1;
            });
        }

        if (switches.StripsAccents)
        {
            normalized.Decompose();
            normalized.Filter(codePoint => (CharacterData.Traits(codePoint) & CharacterTraits.NonspacingMark) == 0);
        }

        if (switches.LowerCase)
        {
            normalized.Replace(CharacterData.Lower);
        }

        return normalized;
    }

    private void Filter(Predicate<int> keep)
    {
        int kept = 0;
        for (int index = 0; index < CodePointsOfText.Count; index++)
        {
            if (keep(CodePointsOfText[index]))
            {
                CodePointsOfText[kept] = CodePointsOfText[index];
                Origins[kept++] = Origins[index];
            }
        }

        CodePointsOfText.RemoveRange(kept, CodePointsOfText.Count - kept);
        Origins.RemoveRange(kept, Origins.Count - kept);
    }

    private void Replace(Func<int, Span<int>, int> replace)
    {
        List<int> codePoints = new(CodePointsOfText.Count);
        List<int> origins = new(CodePointsOfText.Count);
        Span<int> destination = stackalloc int[4];
        for (int index = 0; index < CodePointsOfText.Count; index++)
        {
            int count = replace(CodePointsOfText[index], destination);
            foreach (int codePoint in destination[..count])
            {
                codePoints.Add(codePoint);
                origins.Add(Origins[index]);
            }
        }

        CodePointsOfText = codePoints;
        Origins = origins;
    }

    private void Decompose()
    {
        // Ordering moves marks together with "this is a further part of the code point before", and origins are read off afterwards:
        // the reference's offsets after reordering are positional.
        List<(int CodePoint, bool IsFurther)> parts = new(CodePointsOfText.Count);
        Span<int> destination = stackalloc int[4];
        foreach (int codePoint in CodePointsOfText)
        {
            int count = CharacterData.Decompose(codePoint, destination);
            for (int part = 0; part < count; part++)
            {
                parts.Add((destination[part], part > 0));
            }
        }

        OrderMarks(parts);
        List<int> codePoints = new(parts.Count);
        List<int> origins = new(parts.Count);
        int read = 0;
        foreach ((int codePoint, bool isFurther) in parts)
        {
            codePoints.Add(codePoint);
            origins.Add(Origins[isFurther ? Math.Max(read - 1, 0) : read++]);
        }

        CodePointsOfText = codePoints;
        Origins = origins;
    }

    private static void OrderMarks(List<(int CodePoint, bool IsFurther)> parts)
    {
        for (int start = 0; start < parts.Count; start++)
        {
            int end = start;
            while (end < parts.Count && CharacterData.CombiningClass(parts[end].CodePoint) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                (int, bool)[] ordered = [.. parts.GetRange(start, end - start).OrderBy(part => CharacterData.CombiningClass(part.CodePoint))];
                for (int index = 0; index < ordered.Length; index++)
                {
                    parts[start + index] = ordered[index];
                }
            }

            start = end;
        }
    }
}
