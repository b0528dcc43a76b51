using System.Runtime.InteropServices;
using TransferLearning.TextClassification.Tokenization.Characters;
using TransferLearning.TextClassification.Tokenization.Normalization;
using TransferLearning.TextClassification.Tokenization.PreTokenization;
using TransferLearning.TextClassification.Tokenization.Subword;

namespace TransferLearning.TextClassification.Tokenization.Bpe;

/// <summary>Cuts a text that holds no added token into byte-level pieces: the hot path. Short words go through a cache. Immutable.</summary>
/// <param name="model">A model that takes bytes.</param>
/// <param name="addsPrefixSpace">Whether a text that does not begin with a space is read as if it did.</param>
/// <param name="composes">Whether the text is to be in composed form.</param>
internal sealed class ByteLevelScanner(BpeModel model, bool addsPrefixSpace, bool composes) : SubwordScanner
{
    private static readonly UnicodeNormalizer Composition = new(UnicodeForm.Nfc);

    /// <inheritdoc/>
    internal override void Scan(ReadOnlySpan<char> text, SubwordScratch scratch, int limit)
    {
        if (composes && !IsComposed(text))
        {
            scratch.Text.Read(text, 0);
            Composition.Apply(scratch.Text);
            text = scratch.Text.ToUtf16(out _);
        }

        int start = 0;
        if (addsPrefixSpace && !text.IsEmpty && text[0] != ' ')
        {
            start = ByteLevelWords.EndAfterSpace(text);
            Add(text[..start], true, scratch);
        }

        while (start < text.Length && scratch.Count <= limit)
        {
            int end = ByteLevelWords.End(text, start);
            if (!TryAddFromCache(text[start..], end - start, scratch))
            {
                Add(text[start..end], false, scratch);
            }

            start = end;
        }
    }

    private static bool IsComposed(ReadOnlySpan<char> text)
    {
        int index = text.IndexOfAnyExceptInRange('\0', '\u02FF');
        for (; index >= 0 && index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) || !UnicodeNormalizer.IsInertWhenComposed(text[index]))
            {
                return false;
            }
        }

        return true;
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

    private void Add(ReadOnlySpan<char> word, bool hasSpaceBefore, SubwordScratch scratch)
    {
        Span<byte> bytes = scratch.Word((3 * word.Length) + 1 + WordCache.MaximumWordLength);
        bytes[0] = (byte)' ';
        int before = hasSpaceBefore ? 1 : 0;
        int length = before + CodePoints.WriteUtf8(word, bytes[before..]);
        if (length > WordCache.MaximumWordLength || word.Contains('\0'))
        {
            model.TokenizeBytes(bytes[..length], scratch);
            return;
        }

        bytes[length..WordCache.MaximumWordLength].Clear();
        ulong low = MemoryMarshal.Read<ulong>(bytes);
        ulong high = MemoryMarshal.Read<ulong>(bytes[8..]);
        ref WordCache.Slot slot = ref scratch.Cache.Find(low, high, out bool isFound);
        if (isFound)
        {
            scratch.AddCached(ref slot);
            return;
        }

        int countBefore = scratch.Count;
        model.TokenizeBytes(bytes[..length], scratch);
        int added = scratch.Count - countBefore;
        if (added <= WordCache.MaximumPieces)
        {
            (slot.Low, slot.High, slot.Count) = (low, high, added);
            scratch.Ids[countBefore..].CopyTo(slot.Ids);
        }
    }
}
