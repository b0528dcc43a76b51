using System.Runtime.InteropServices;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>Cuts a text that holds no added token into word pieces: the hot path. ASCII words go through a cache. Immutable.</summary>
internal sealed class WordPieceScanner(WordPieceVocabulary vocabulary, WordPieceSwitches switches)
{
    private readonly CharacterTable table = CharacterTable.For(switches);

    /// <summary>The longest word, in UTF-16 units, that can have pieces.</summary>
    internal int MaximumWordUnits { get; } = 2 * Math.Max(vocabulary.MaximumWordCharacters, 1);

    /// <summary>Adds the ids of <paramref name="text"/> to <paramref name="scratch"/>; stops early once it holds more than <paramref name="limit"/>.</summary>
    /// <returns>False where the text holds combining marks whose order has to be settled first: nothing was added then.</returns>
    internal bool TryScan(ReadOnlySpan<char> text, WordPieceScratch scratch, int limit)
    {
        int countBefore = scratch.Count;
        ReadOnlySpan<uint> entries = table.Entries;
        Span<int> expansion = stackalloc int[CharacterTable.MaximumExpansion];
        PendingWord word = default;
        for (int index = 0; index < text.Length && scratch.Count <= limit;)
        {
            char unit = text[index];
            if (word.Characters == 0 && unit < 128 && TryScanAsciiWord(text, ref index, scratch))
            {
                continue;
            }

            uint entry = entries[unit];
            switch (CharacterTable.KindOf(entry))
            {
                case CharacterKind.Word:
                    Append(ref word, scratch, (char)entry);
                    index++;
                    break;
                case CharacterKind.Space:
                    Flush(ref word, scratch);
                    index++;
                    break;
                case CharacterKind.Alone:
                    Flush(ref word, scratch);
                    Append(ref word, scratch, (char)entry);
                    Flush(ref word, scratch);
                    index++;
                    break;
                case CharacterKind.Removed:
                    index++;
                    break;
                default:
                    int codePoint = CodePoints.At(text, index, out int length);
                    int count = table.Expand(codePoint, expansion, out bool isAlone, out bool needsOrdering);
                    if (needsOrdering)
                    {
                        scratch.Count = countBefore;
                        return false;
                    }

                    AppendAll(ref word, scratch, expansion[..count], isAlone);
                    index += length;
                    break;
            }
        }

        Flush(ref word, scratch);
        return true;
    }

    private bool TryScanAsciiWord(ReadOnlySpan<char> text, ref int index, WordPieceScratch scratch)
    {
        ReadOnlySpan<byte> asciiWord = table.AsciiWord;
        Span<byte> bytes = scratch.AsciiWord;
        int end = index;
        int length = 0;
        while (end < text.Length && text[end] < asciiWord.Length && asciiWord[text[end]] is not 0 and byte unit)
        {
            if (length == bytes.Length)
            {
                return false;
            }

            bytes[length++] = unit;
            end++;
        }

        if (length == 0 || (end < text.Length && (text[end] >= 128 || CharacterTable.KindOf(table.Entries[text[end]]) is not (CharacterKind.Space or CharacterKind.Alone))))
        {
            return false; // the word goes on
        }

        index = end;
        if (length > WordCache.MaximumWordLength)
        {
            AddAsciiWord(bytes[..length], scratch);
            return true;
        }

        bytes[length..WordCache.MaximumWordLength].Clear();
        ulong low = MemoryMarshal.Read<ulong>(bytes);
        ulong high = MemoryMarshal.Read<ulong>(bytes[8..]);
        ref WordCache.Slot slot = ref scratch.Cache.Find(low, high, out bool isFound);
        if (isFound)
        {
            if (slot.Count == 1)
            {
                scratch.Add(slot.Ids[0]);
            }
            else
            {
                scratch.Add(((ReadOnlySpan<int>)slot.Ids)[..slot.Count]);
            }

            return true;
        }

        int countBefore = scratch.Count;
        AddAsciiWord(bytes[..length], scratch);
        int added = scratch.Count - countBefore;
        if (added <= WordCache.MaximumPieces)
        {
            (slot.Low, slot.High, slot.Count) = (low, high, added);
            scratch.Ids[countBefore..].CopyTo(slot.Ids);
        }

        return true;
    }

    private void AddAsciiWord(ReadOnlySpan<byte> bytes, WordPieceScratch scratch)
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            scratch.Word[index] = (char)bytes[index];
        }

        PendingWord word = new() { Units = bytes.Length, Characters = bytes.Length };
        Flush(ref word, scratch);
    }

    private void AppendAll(ref PendingWord word, WordPieceScratch scratch, ReadOnlySpan<int> codePoints, bool isAlone)
    {
        if (isAlone)
        {
            Flush(ref word, scratch);
        }

        foreach (int codePoint in codePoints)
        {
            CharacterTraits traits = CharacterData.Traits(codePoint);
            if ((traits & (CharacterTraits.Whitespace | CharacterTraits.Punctuation)) != 0)
            {
                Flush(ref word, scratch);
            }

            if ((traits & CharacterTraits.Whitespace) != 0)
            {
                continue;
            }

            if (codePoint <= char.MaxValue)
            {
                Append(ref word, scratch, (char)codePoint);
            }
            else
            {
                AppendPair(ref word, scratch, codePoint);
            }

            if ((traits & CharacterTraits.Punctuation) != 0)
            {
                Flush(ref word, scratch);
            }
        }

        if (isAlone)
        {
            Flush(ref word, scratch);
        }
    }

    private static void Append(ref PendingWord word, WordPieceScratch scratch, char unit)
    {
        if (word.Units < scratch.Word.Length)
        {
            scratch.Word[word.Units++] = unit;
        }

        word.Characters++;
    }

    private static void AppendPair(ref PendingWord word, WordPieceScratch scratch, int codePoint)
    {
        if (word.Units + 1 < scratch.Word.Length)
        {
            scratch.Word[word.Units++] = (char)(0xD7C0 + (codePoint >> 10));
            scratch.Word[word.Units++] = (char)(0xDC00 | (codePoint & 0x3FF));
        }

        word.Characters++;
    }

    private void Flush(ref PendingWord word, WordPieceScratch scratch)
    {
        if (word.Characters == 0)
        {
            return;
        }

        if (word.Characters > vocabulary.MaximumWordCharacters)
        {
            scratch.Add(vocabulary.UnknownId);
        }
        else
        {
            int countBefore = scratch.Count;
            Span<int> free = scratch.Free(word.Units);
            scratch.Count = countBefore + vocabulary.Tokenize(scratch.Word.AsSpan(0, word.Units), free, default);
        }

        word = default;
    }

    /// <summary>A word that is being read; <see cref="WordPieceScratch.Word"/> holds its units as long as it can have pieces.</summary>
    private struct PendingWord
    {
        internal int Units;
        internal int Characters;
    }
}
