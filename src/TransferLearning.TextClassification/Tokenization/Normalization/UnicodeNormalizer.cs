using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Brings a text into a normal form of Unicode. The framework's own does nothing under invariant globalization.</summary>
internal sealed class UnicodeNormalizer(UnicodeForm form) : TextNormalizer
{
    private const int MostMarksByInsertion = 32; // without garbage, but in quadratic time

    internal override bool IsLocal => true;

    /// <summary>The form that texts are brought into.</summary>
    internal UnicodeForm Form => form;

    /// <summary>Whether a code point stays as it is in composed form, whatever stands beside it.</summary>
    internal static bool IsInertWhenComposed(int codePoint) => codePoint < 0x300
        || (CharacterData.CombiningClass(codePoint) == 0 && !UnicodeData.Is(codePoint, UnicodeTraits.ComposesWithPrevious | UnicodeTraits.Uncomposed));

    internal override void Apply(AlignedText text)
    {
        List<(int CodePoint, int Change)> parts = text.NewChanges();
        Span<int> decomposed = stackalloc int[UnicodeData.MaximumDecomposition];
        for (int index = 0; index < text.Count; index++)
        {
            int count = form is UnicodeForm.Nfkc or UnicodeForm.Nfkd
                ? UnicodeData.DecomposeCompatibly(text[index], decomposed)
                : CharacterData.Decompose(text[index], decomposed);
            for (int part = 0; part < count; part++)
            {
                parts.Add((decomposed[part], part == 0 ? 0 : 1));
            }
        }

        OrderMarks(parts);
        if (form is UnicodeForm.Nfc or UnicodeForm.Nfkc)
        {
            Compose(parts);
        }

        text.Transform(parts, 0);
    }

    private static void OrderMarks(List<(int CodePoint, int Change)> parts)
    {
        for (int start = 0; start < parts.Count; start++)
        {
            int end = start;
            while (end < parts.Count && CharacterData.CombiningClass(parts[end].CodePoint) != 0)
            {
                end++;
            }

            if (end - start > MostMarksByInsertion)
            {
                (int, int)[] ordered = [.. parts.GetRange(start, end - start).OrderBy(part => CharacterData.CombiningClass(part.CodePoint))];
                for (int index = 0; index < ordered.Length; index++)
                {
                    parts[start + index] = ordered[index];
                }
            }
            else
            {
                OrderByInsertion(parts, start, end);
            }

            start = end;
        }
    }

    private static void OrderByInsertion(List<(int CodePoint, int Change)> parts, int start, int end)
    {
        for (int index = start + 1; index < end; index++)
        {
            (int CodePoint, int Change) mark = parts[index];
            int place = index;
            while (place > start && CharacterData.CombiningClass(parts[place - 1].CodePoint) > CharacterData.CombiningClass(mark.CodePoint))
            {
                parts[place] = parts[place - 1];
                place--;
            }

            parts[place] = mark;
        }
    }

    private static void Compose(List<(int CodePoint, int Change)> parts)
    {
        int count = 0; // of parts that are composed
        int starter = -1;
        int lastClass = 0; // of the marks between the starter and here; 0 where there is none
        for (int index = 0; index < parts.Count; index++)
        {
            (int codePoint, int change) = parts[index];
            int combiningClass = CharacterData.CombiningClass(codePoint);
            bool isBlocked = lastClass != 0 && lastClass >= combiningClass;
            if (starter >= 0 && !isBlocked && UnicodeData.Compose(parts[starter].CodePoint, codePoint) is >= 0 and int composite)
            {
                parts[starter] = (composite, parts[starter].Change + change - 1);
                continue;
            }

            if (combiningClass == 0)
            {
                starter = count;
            }

            lastClass = combiningClass;
            parts[count++] = (codePoint, change);
        }

        parts.RemoveRange(count, parts.Count - count);
    }
}
