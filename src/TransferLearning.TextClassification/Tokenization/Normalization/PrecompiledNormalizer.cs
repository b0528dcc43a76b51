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
        ReadOnlySpan<char> units = text.ToUtf16(out ReadOnlySpan<int> indexOfUnit);
        List<(int CodePoint, int Change)> replacement = text.NewChanges();
        bool isModified = false;
        Span<byte> utf8 = stackalloc byte[LongestMappedCharacter];
        for (int unit = 0; unit < units.Length;)
        {
            ReadOnlySpan<char> character = units.Slice(unit, StringInfo.GetNextTextElementLength(units[unit..]));
            int start = indexOfUnit[unit];
            unit += character.Length;
            int end = indexOfUnit[unit];
            if (character.Length < LongestMappedCharacter && Encoding.UTF8.GetByteCount(character) < LongestMappedCharacter
                && TryMap(utf8[..Encoding.UTF8.GetBytes(character, utf8)], end - start, replacement))
            {
                isModified = true;
                continue;
            }

            for (int index = start; index < end; index++)
            {
                if (TryMap(utf8[..new Rune(text[index]).EncodeToUtf8(utf8)], 1, replacement))
                {
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

    // Adds what the map makes of some code points, if it has them.
    private bool TryMap(ReadOnlySpan<byte> utf8, int oldCount, List<(int CodePoint, int Change)> replacement)
    {
        if (!map.TryFind(utf8, takesShortest: true, out _, out ReadOnlySpan<byte> mapped))
        {
            return false;
        }

        int before = replacement.Count;
        while (!mapped.IsEmpty)
        {
            Rune.DecodeFromUtf8(mapped, out Rune rune, out int length);
            replacement.Add((rune.Value, 0));
            mapped = mapped[length..];
        }

        int added = replacement.Count - before - oldCount;
        for (int index = replacement.Count - added; index < replacement.Count; index++)
        {
            replacement[index] = (replacement[index].CodePoint, 1);
        }

        if (added < 0 && replacement.Count > 0)
        {
            (int codePoint, int change) = replacement[^1];
            replacement[^1] = (codePoint, change + added);
        }

        return true;
    }
}
