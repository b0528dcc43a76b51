using System.Collections.Immutable;
using System.Globalization;

namespace TransferLearning.TextClassification.Tokenization.Words;

/// <summary>
/// The words that are known, by id: first padding, the separator of pairs and the buckets of unknown words, then words. An unknown word always goes to the same
/// bucket. Immutable.
/// </summary>
internal sealed class WordVocabulary
{
    internal const string Padding = "[PAD]";
    internal const string Separator = "[SEP]";
    internal const string Unknown = "[UNK]";
    internal const int PaddingId = 0;
    internal const int SeparatorId = 1;
    internal const int FirstUnknownId = 2;

    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <param name="words">The known words, each once.</param>
    /// <param name="unknownBuckets">How many ids unknown words share, at least 1.</param>
    internal WordVocabulary(IEnumerable<string> words, int unknownBuckets)
    {
        UnknownBuckets = unknownBuckets;
        Tokens = [.. SpecialTokens(unknownBuckets), .. words];
        ids = new(Tokens.Length, StringComparer.Ordinal);
        for (int id = 0; id < Tokens.Length; id++)
        {
            ids[Tokens[id]] = id;
        }

        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What each id stands for.</summary>
    internal ImmutableArray<string> Tokens { get; }

    internal int UnknownBuckets { get; }

    /// <summary>The id of the first word.</summary>
    internal int FirstWordId => FirstUnknownId + UnknownBuckets;

    /// <summary>The id of each token.</summary>
    internal IReadOnlyDictionary<string, int> Ids => ids;

    /// <summary>The id of a word, known or not.</summary>
    internal int IdOf(ReadOnlySpan<char> word) => lookup.TryGetValue(word, out int id) ? id : FirstUnknownId + BucketOf(word);

    /// <summary>The tokens before the words.</summary>
    internal static IEnumerable<string> SpecialTokens(int unknownBuckets) =>
        [Padding, Separator, Unknown, .. Enumerable.Range(1, unknownBuckets - 1).Select(bucket => string.Create(CultureInfo.InvariantCulture, $"[UNK{bucket}]"))];

    private int BucketOf(ReadOnlySpan<char> word)
    {
        uint hash = 2166136261; // FNV-1a
        foreach (char unit in word)
        {
            hash = (hash ^ unit) * 16777619;
        }

        return (int)(hash % (uint)UnknownBuckets);
    }
}
