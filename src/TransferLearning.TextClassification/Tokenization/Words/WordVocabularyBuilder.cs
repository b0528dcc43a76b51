namespace TransferLearning.TextClassification.Tokenization.Words;

/// <summary>Learns a word vocabulary: the same texts give the same one, whatever their order.</summary>
internal static class WordVocabularyBuilder
{
    /// <summary>The most frequent words; of equally frequent ones the first in ordinal order.</summary>
    /// <param name="texts">The texts to learn from; each is read once.</param>
    /// <param name="splitter">Cuts them.</param>
    /// <param name="limits">Which words are kept.</param>
    internal static WordVocabulary Build(IEnumerable<string> texts, WordSplitter splitter, WordVocabularyLimits limits)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            splitter.Split(text, (word, _, _) => lookup[word] = lookup.TryGetValue(word, out long count) ? count + 1 : 1);
        }

        string[] specials = [.. WordVocabulary.SpecialTokens(limits.UnknownBuckets)];
        IEnumerable<string> words = counts
            .Where(entry => entry.Value >= limits.MinimumCount && !specials.Contains(entry.Key))
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(Math.Max(0, limits.MaximumSize - specials.Length))
            .Select(entry => entry.Key);
        return new(words, limits.UnknownBuckets);
    }
}
