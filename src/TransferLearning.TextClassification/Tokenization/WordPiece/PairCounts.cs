namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>How often two symbols stand side by side, and in which words, while a vocabulary is learnt.</summary>
internal sealed class PairCounts
{
    private readonly Dictionary<(int Left, int Right), long> counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> words = [];
    private readonly PriorityQueue<(int Left, int Right), (long NegatedCount, int Left, int Right)> queue = new();

    /// <summary>Counts the pairs of a word that occurs <paramref name="count"/> times.</summary>
    internal void Add(int[] symbols, int word, long count)
    {
        for (int index = 0; index + 1 < symbols.Length; index++)
        {
            (int Left, int Right) pair = (symbols[index], symbols[index + 1]);
            long changed = counts[pair] = counts.GetValueOrDefault(pair) + count;
            if (!words.TryGetValue(pair, out HashSet<int>? members))
            {
                words.Add(pair, members = []);
            }

            members.Add(word);
            queue.Enqueue(pair, (-changed, pair.Left, pair.Right));
        }
    }

    /// <summary>Takes the pairs of a word back.</summary>
    internal void Subtract(int[] symbols, long count)
    {
        for (int index = 0; index + 1 < symbols.Length; index++)
        {
            counts[(symbols[index], symbols[index + 1])] -= count;
        }
    }

    /// <summary>Takes the most frequent pair; of equals the one of the earliest symbols.</summary>
    internal bool TryTakeMostFrequent(out (int Left, int Right) pair, out long count)
    {
        while (queue.TryDequeue(out pair, out (long NegatedCount, int Left, int Right) priority))
        {
            count = counts.GetValueOrDefault(pair);
            if (count <= 0)
            {
                continue;
            }

            if (count == -priority.NegatedCount)
            {
                return true;
            }

            queue.Enqueue(pair, (-count, pair.Left, pair.Right)); // it was counted again since
        }

        count = 0;
        return false;
    }

    /// <summary>Takes the words in which a pair stands or stood: the pair is about to be joined there.</summary>
    internal HashSet<int> TakeWordsOf((int Left, int Right) pair) => words.Remove(pair, out HashSet<int>? members) ? members : [];
}
