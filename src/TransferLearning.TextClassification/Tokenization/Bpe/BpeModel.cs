using System.Globalization;
using System.Text;
using TransferLearning.TextClassification.Tokenization.Normalization;
using TransferLearning.TextClassification.Tokenization.Subword;

namespace TransferLearning.TextClassification.Tokenization.Bpe;

/// <summary>Byte-pair encoding: the characters of a word, joined pair by pair in the order in which the pairs were learnt. Immutable.</summary>
internal sealed class BpeModel : SubwordModel
{
    private const int LongestShortWord = 64;

    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> idOf;
    private readonly BpeMerges merges;
    private readonly BpeOptions options;
    private readonly int unknownId;
    private readonly int[] idOfByte = new int[256];
    private readonly int[] fallbackIds = new int[256];

    /// <param name="ids">Every piece with its id.</param>
    /// <param name="pairs">The pairs to join, the first learnt first.</param>
    /// <param name="options">The rest.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="CheckpointException">A merge names or makes a piece that the vocabulary does not have.</exception>
    internal BpeModel(Dictionary<string, int> ids, IReadOnlyList<(string Left, string Right)> pairs, BpeOptions options, string path)
    {
        this.ids = ids;
        this.options = options;
        idOf = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        merges = new BpeMerges(pairs.Count);
        for (int rank = 0; rank < pairs.Count; rank++)
        {
            (string left, string right) = pairs[rank];
            string tail = right.StartsWith(options.ContinuationPrefix, StringComparison.Ordinal) ? right[options.ContinuationPrefix.Length..] : right;
            merges.Add(IdOf(left, rank, path), IdOf(right, rank, path), rank, IdOf(left + tail, rank, path));
        }

        for (int value = 0; value < 256; value++)
        {
            idOfByte[value] = idOf.TryGetValue([ByteAlphabet.Characters[value]], out int id) ? id : -1;
            fallbackIds[value] = ids.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), -1);
        }

        TakesBytes = options.ContinuationPrefix.Length == 0 && options.EndOfWordSuffix.Length == 0 && !idOfByte.Contains(-1);
        unknownId = options.UnknownToken is null ? -1
            : ids.TryGetValue(options.UnknownToken, out int unknown) ? unknown
            : TakesBytes ? -1 // nothing is unknown then
            : throw TokenizerJsonFile.Error(path, $"has the unknown token '{options.UnknownToken}', but no such piece in its vocabulary; add it.");
    }

    internal override string Name => TakesBytes ? "byte-level BPE" : "BPE";

    internal override IReadOnlyDictionary<string, int> Ids => ids;

    /// <summary>Whether <see cref="TokenizeBytes"/> may be used: every byte has a piece.</summary>
    internal bool TakesBytes { get; }

    /// <summary>Adds the pieces of a word of a byte-level vocabulary.</summary>
    /// <param name="bytes">The word's own UTF-8, not the visible characters that stand for it.</param>
    /// <param name="scratch">Takes them.</param>
    internal void TokenizeBytes(ReadOnlySpan<byte> bytes, SubwordScratch scratch)
    {
        if (options.IgnoresMerges && WholeWord(bytes) is >= 0 and int whole)
        {
            scratch.AddPiece(whole, bytes.Length);
            return;
        }

        scratch.Symbols(bytes.Length, out Span<int> symbols, out Span<int> lengths, out Span<int> links);
        for (int index = 0; index < bytes.Length; index++)
        {
            symbols[index] = idOfByte[bytes[index]];
            lengths[index] = 1;
        }

        Join(bytes.Length, symbols, lengths, links, scratch);
    }

    /// <inheritdoc/>
    internal override void Tokenize(ReadOnlySpan<byte> word, SubwordScratch scratch)
    {
        string text = Encoding.UTF8.GetString(word);
        if (options.IgnoresMerges && ids.TryGetValue(text, out int whole))
        {
            scratch.AddPiece(whole, word.Length);
            return;
        }

        scratch.Symbols(word.Length, out Span<int> symbols, out Span<int> lengths, out Span<int> links);
        int count = 0;
        int unknownLength = 0; // of unknown characters not added yet
        for (int index = 0; index < text.Length;)
        {
            Rune rune = Rune.GetRuneAt(text, index);
            string prefix = index > 0 ? options.ContinuationPrefix : "";
            index += rune.Utf16SequenceLength;
            string character = prefix + rune + (index == text.Length ? options.EndOfWordSuffix : "");
            if (ids.TryGetValue(character, out int id))
            {
                AddUnknown(symbols, lengths, ref count, ref unknownLength);
                (symbols[count], lengths[count++]) = (id, rune.Utf8SequenceLength);
                continue;
            }

            if (options.FallsBackToBytes && TryAddBytes(rune, symbols, lengths, ref count))
            {
                continue;
            }

            if (unknownId >= 0)
            {
                if (!options.FusesUnknown)
                {
                    AddUnknown(symbols, lengths, ref count, ref unknownLength);
                }

                unknownLength += rune.Utf8SequenceLength;
            }
        }

        AddUnknown(symbols, lengths, ref count, ref unknownLength);
        Join(count, symbols, lengths, links, scratch);
    }

    private void AddUnknown(Span<int> symbols, Span<int> lengths, ref int count, ref int length)
    {
        if (length > 0)
        {
            (symbols[count], lengths[count++]) = (unknownId, length);
            length = 0;
        }
    }

    private bool TryAddBytes(Rune rune, Span<int> symbols, Span<int> lengths, ref int count)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..rune.EncodeToUtf8(bytes)];
        foreach (byte value in bytes)
        {
            if (fallbackIds[value] < 0)
            {
                return false;
            }
        }

        foreach (byte value in bytes)
        {
            (symbols[count], lengths[count++]) = (fallbackIds[value], 1);
        }

        return true;
    }

    private void Join(int count, Span<int> symbols, Span<int> lengths, Span<int> links, SubwordScratch scratch)
    {
        if (count <= LongestShortWord)
        {
            count = JoinShort(count, symbols, lengths, links);
        }
        else
        {
            count = BpeLongWord.Join(merges, count, symbols, lengths, links, scratch);
        }

        if (scratch.Spans is null)
        {
            scratch.Add(symbols[..count]);
            return;
        }

        for (int index = 0; index < count; index++)
        {
            scratch.AddPiece(symbols[index], lengths[index]);
        }
    }

    // Joins the lowest pair again and again; links hold each pair's rank.
    private int JoinShort(int count, Span<int> symbols, Span<int> lengths, Span<int> ranks)
    {
        for (int index = 0; index + 1 < count; index++)
        {
            ranks[index] = merges.Rank(symbols[index], symbols[index + 1], out _);
        }

        while (count > 1)
        {
            int lowest = 0;
            for (int index = 1; index + 1 < count; index++)
            {
                lowest = ranks[index] < ranks[lowest] ? index : lowest;
            }

            if (ranks[lowest] == int.MaxValue)
            {
                break;
            }

            merges.Rank(symbols[lowest], symbols[lowest + 1], out symbols[lowest]);
            lengths[lowest] += lengths[lowest + 1];
            int moved = count - lowest - 2;
            symbols.Slice(lowest + 2, moved).CopyTo(symbols[(lowest + 1)..]);
            lengths.Slice(lowest + 2, moved).CopyTo(lengths[(lowest + 1)..]);
            ranks.Slice(lowest + 1, moved).CopyTo(ranks[lowest..]);
            count--;
            if (lowest > 0)
            {
                ranks[lowest - 1] = merges.Rank(symbols[lowest - 1], symbols[lowest], out _);
            }

            if (lowest + 1 < count)
            {
                ranks[lowest] = merges.Rank(symbols[lowest], symbols[lowest + 1], out _);
            }
        }

        return count;
    }

    private int WholeWord(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = bytes.Length <= 256 ? stackalloc char[bytes.Length] : new char[bytes.Length];
        for (int index = 0; index < bytes.Length; index++)
        {
            characters[index] = ByteAlphabet.Characters[bytes[index]];
        }

        return idOf.TryGetValue(characters, out int id) ? id : -1;
    }

    private int IdOf(string piece, int rank, string path) => ids.TryGetValue(piece, out int id) ? id
        : throw TokenizerJsonFile.Error(path, $"has a merge, number {rank + 1}, with the piece '{piece}', which its vocabulary does not have; vocabulary and merges must be of one checkpoint.");
}
