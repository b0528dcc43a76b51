using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;
using TransferLearning.TextClassification.Tokenization.Normalization;
using TransferLearning.TextClassification.Tokenization.PreTokenization;
using TransferLearning.TextClassification.Tokenization.Subword;

namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>
/// Cuts a text whose words stand between spaces into unigram pieces, word by word: the hot path. Short words go through a cache. Immutable.
/// </summary>
internal sealed class SpacedWordScanner : SubwordScanner
{
    private const int MarkLength = 3;

    private readonly UnigramModel model;
    private readonly TextNormalizer? normalizer;
    private readonly CharacterFates fates;
    private readonly SearchValues<char> separators;
    private readonly bool splitsAtWhitespace;
    private readonly bool dropsSpaces;

    private SpacedWordScanner(UnigramModel model, TextNormalizer? normalizer, bool splitsAtWhitespace, bool dropsSpaces, Func<char, bool> separates)
    {
        this.model = model;
        this.normalizer = normalizer;
        this.splitsAtWhitespace = splitsAtWhitespace;
        this.dropsSpaces = dropsSpaces;
        fates = new CharacterFates(normalizer);
        separators = SearchValues.Create([' ', .. dropsSpaces ? "\t\n\r".Where(separates) : []]);
    }

    private static ReadOnlySpan<byte> Mark => "\u2581"u8;

    /// <summary>A scanner, or null where the parts do not let words be treated one by one.</summary>
    internal static SpacedWordScanner? TryCreate(UnigramModel model, TextNormalizer? normalizer, TextPreTokenizer? preTokenizer)
    {
        bool splitsAtWhitespace = preTokenizer is SequencePreTokenizer { Steps: [TextPreTokenizer first, MetaspacePreTokenizer { IsUsual: true }] }
            && ReferenceEquals(first, CharacterPreTokenizer.WhitespaceSplit);
        bool isKnown = splitsAtWhitespace || preTokenizer is MetaspacePreTokenizer { IsUsual: true };
        if (!isKnown || normalizer?.IsLocal == false || Normalize("a b") != "a b")
        {
            return null;
        }

        // What a local normalizer does to spaces it does everywhere, so that asking it once says all.
        bool dropsSpaces = splitsAtWhitespace ? IsWhitespaceBetween(Normalize("a  b")) : Normalize("  a   b  ") == "a b";
        return new SpacedWordScanner(
            model, normalizer, splitsAtWhitespace, dropsSpaces, separator => splitsAtWhitespace ? IsWhitespaceBetween(Normalize($"a{separator}b")) : Normalize($"{separator} a {separator} b{separator}") == "a b");

        string Normalize(string text) => normalizer?.Normalize(text) ?? text;
    }

    /// <inheritdoc/>
    internal override void Scan(ReadOnlySpan<char> text, SubwordScratch scratch, int limit)
    {
        int countBefore = scratch.Count;
        for (int start = 0; start < text.Length && scratch.Count <= limit;)
        {
            int length = text[start..].IndexOfAny(separators);
            int end = length < 0 ? text.Length : start + length;
            bool isLone = end == start || end == text.Length - 1; // a space that has no word before or behind it
            if ((isLone && !dropsSpaces) || (end > start && !TryAddFromCache(text[start..], end - start, scratch) && !TryAdd(text[start..end], scratch)))
            {
                scratch.Count = countBefore;
                TokenizeWhole(text, scratch);
                return;
            }

            start = end + 1;
        }
    }

    private static bool TryAddFromCache(ReadOnlySpan<char> text, int length, SubwordScratch scratch)
    {
        if (!WordCache.TryReadAscii(text, length, out ulong low, out ulong high))
        {
            return false;
        }

        ref WordCache.Slot slot = ref scratch.Cache.Find(low, high, out bool isFound);
        if (isFound)
        {
            scratch.AddCached(ref slot);
        }

        return isFound;
    }

    private bool TryAdd(ReadOnlySpan<char> word, SubwordScratch scratch)
    {
        int reserved = (3 * word.Length) + WordCache.MaximumWordLength;
        Span<byte> bytes = scratch.Word(reserved);
        int length = CodePoints.WriteUtf8(word, bytes);
        if (length > WordCache.MaximumWordLength || word.Contains('\0'))
        {
            return TryTokenize(word, scratch);
        }

        bytes[length..WordCache.MaximumWordLength].Clear();
        ulong low = MemoryMarshal.Read<ulong>(bytes);
        ulong high = MemoryMarshal.Read<ulong>(bytes[8..]);
        ref WordCache.Slot slot = ref scratch.Cache.Find(low, high, out bool isFound);
        if (isFound)
        {
            scratch.AddCached(ref slot);
            return true;
        }

        int countBefore = scratch.Count;
        if (!TryTokenize(word, scratch))
        {
            return false;
        }

        int added = scratch.Count - countBefore;
        if (added <= WordCache.MaximumPieces)
        {
            (slot.Low, slot.High, slot.Count) = (low, high, added);
            scratch.Ids[countBefore..].CopyTo(slot.Ids);
        }

        return true;
    }

    private bool TryTokenize(ReadOnlySpan<char> word, SubwordScratch scratch)
    {
        Span<byte> bytes = scratch.Word((4 * word.Length) + MarkLength);
        Mark.CopyTo(bytes);
        int length = MarkLength;
        foreach (char character in word)
        {
            ReadOnlySpan<byte> fate = fates.Of(character);
            if (fate.IsEmpty)
            {
                return TryTokenizeAlone(word, scratch);
            }

            if (bytes.Length - length < fate.Length)
            {
                bytes = scratch.Word(2 * (length + fate.Length));
            }

            fate.CopyTo(bytes[length..]);
            length += fate.Length;
        }

        model.Tokenize(bytes[..length], scratch);
        return true;
    }

    // A word whose characters change each other, but not beyond the spaces around it.
    private bool TryTokenizeAlone(ReadOnlySpan<char> word, SubwordScratch scratch)
    {
        bool standsAlone = splitsAtWhitespace && (normalizer is null || StandsAlone(word, scratch.Text.Units(word.Length + 2)));
        if (standsAlone)
        {
            TokenizeWhole(word, scratch);
        }

        return standsAlone;
    }

    // Whether no user-perceived character reaches into a space before or behind the word.
    private static bool StandsAlone(ReadOnlySpan<char> word, Span<char> spaced)
    {
        word.CopyTo(spaced[1..]);
        (spaced[0], spaced[^1]) = (' ', ' ');
        int at = StringInfo.GetNextTextElementLength(spaced);
        if (at != 1)
        {
            return false;
        }

        while (at < spaced.Length - 1)
        {
            at += StringInfo.GetNextTextElementLength(spaced[at..]);
        }

        return at == spaced.Length - 1;
    }

    // Normalizes all of a text before it is cut.
    private void TokenizeWhole(ReadOnlySpan<char> text, SubwordScratch scratch)
    {
        AlignedText normalized = scratch.Text;
        normalized.Read(text, 0);
        normalizer?.Apply(normalized);
        Span<byte> word = scratch.Word((4 * normalized.Count) + MarkLength);
        int length = 0;
        for (int index = 0; index < normalized.Count; index++)
        {
            int codePoint = normalized[index];
            bool isSeparator = splitsAtWhitespace && UnicodeData.Is(codePoint, UnicodeTraits.Whitespace);
            bool isMark = codePoint is ' ' or MetaspacePreTokenizer.UsualMark;
            if (length > 0 && (isSeparator || isMark))
            {
                model.Tokenize(word[..length], scratch);
                length = 0;
            }

            if (isSeparator)
            {
                continue;
            }

            if (length == 0)
            {
                Mark.CopyTo(word);
                length = MarkLength;
            }

            length += isMark ? 0 : new Rune(codePoint).EncodeToUtf8(word[length..]);
        }

        if (length > 0)
        {
            model.Tokenize(word[..length], scratch);
        }
    }

    private static bool IsWhitespaceBetween(string text) =>
        text is ['a', .. string between, 'b'] && between.Length > 0 && between.All(character => UnicodeData.Is(character, UnicodeTraits.Whitespace));
}
