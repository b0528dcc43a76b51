using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Replaces user-perceived characters, else code points, by a precompiled map, as Hugging Face tokenizers does it.</summary>
/// <remarks>Of a short character of several code points the reference takes the shortest key that it begins with, and drops the rest.</remarks>
internal sealed class PrecompiledNormalizer(CharacterMap map) : TextNormalizer
{
    private const int LongestMappedCharacter = 6;

    internal override bool IsLocal => true;

    internal override void Apply(AlignedText text)
    {
        string units = text.ToUtf16(out int[] indexOfUnit);
        List<(int CodePoint, int Change)> replacement = new(text.Count);
        List<int> mapped = [];
        bool isModified = false;
        Span<byte> utf8 = stackalloc byte[LongestMappedCharacter];
        for (int unit = 0; unit < units.Length;)
        {
            ReadOnlySpan<char> character = units.AsSpan(unit, StringInfo.GetNextTextElementLength(units, unit));
            int start = indexOfUnit[unit];
            unit += character.Length;
            int end = indexOfUnit[unit];
            if (character.Length < LongestMappedCharacter && Encoding.UTF8.GetByteCount(character) < LongestMappedCharacter
                && TryMap(utf8[..Encoding.UTF8.GetBytes(character, utf8)], mapped))
            {
                Add(replacement, end - start, mapped);
                isModified = true;
                continue;
            }

            for (int index = start; index < end; index++)
            {
                if (TryMap(utf8[..new Rune(text[index]).EncodeToUtf8(utf8)], mapped))
                {
                    Add(replacement, 1, mapped);
                    isModified = true;
                }
                else
                {
                    replacement.Add((text[index], 0));
                }
            }
        }

        if (isModified)
        {
            text.Transform(replacement, 0);
        }
    }

    private static void Add(List<(int CodePoint, int Change)> replacement, int oldCount, List<int> mapped)
    {
        replacement.AddRange(mapped.Select(codePoint => (codePoint, 0)));
        int added = mapped.Count - oldCount;
        for (int index = replacement.Count - added; index < replacement.Count; index++)
        {
            replacement[index] = (replacement[index].CodePoint, 1);
        }

        if (added < 0 && replacement.Count > 0)
        {
            (int codePoint, int change) = replacement[^1];
            replacement[^1] = (codePoint, change + added);
        }
    }

    private bool TryMap(ReadOnlySpan<byte> utf8, List<int> mapped)
    {
        mapped.Clear();
        if (!map.TryFind(utf8, takesShortest: true, out _, out ReadOnlySpan<byte> replacement))
        {
            return false;
        }

        CharacterMap.AddCodePoints(replacement, mapped);
        return true;
    }
}
