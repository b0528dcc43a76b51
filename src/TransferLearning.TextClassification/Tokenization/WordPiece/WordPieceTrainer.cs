using System.Text;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>
/// Learns a WordPiece vocabulary by joining, again and again, the two pieces that stand side by side most often, as Hugging Face's trainer does.
/// Ties go to the pieces learnt first, so that the same texts give the same vocabulary, whatever their order.
/// </summary>
internal static class WordPieceTrainer
{
    private const string ContinuationPrefix = "##";

    /// <summary>Learns the pieces.</summary>
    /// <param name="texts">The texts to learn from; each is read once.</param>
    /// <param name="options">How.</param>
    /// <returns>The pieces in the order of their ids. Fewer than asked for where the texts have no more.</returns>
    internal static IReadOnlyList<string> Train(IEnumerable<string> texts, WordPieceTrainerOptions options)
    {
        KeyValuePair<string, long>[] words = [.. CountWords(texts, options.Switches).OrderBy(word => word.Key, StringComparer.Ordinal)];
        Pieces pieces = new();
        foreach (string token in options.SpecialTokens)
        {
            pieces.IdOf(token);
        }

        HashSet<string> alphabet = AddAlphabet(words, options, pieces);
        int[][] symbols = Array.ConvertAll(words, word => SplitIntoCharacters(word.Key, alphabet, pieces));
        Join(symbols, Array.ConvertAll(words, word => word.Value), options, pieces);
        return pieces.Contents;
    }

    private static Dictionary<string, long> CountWords(IEnumerable<string> texts, WordPieceSwitches switches)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        StringBuilder units = new();
        foreach (string text in texts)
        {
            units.Clear();
            foreach (int codePoint in NormalizedText.Create(text, 0, switches).CodePointsOfText)
            {
                units.Append(new Rune(codePoint));
            }

            string normalized = units.ToString();
            foreach ((int start, int end) in BasicWords.Of(normalized, 0, normalized.Length))
            {
                ReadOnlySpan<char> word = normalized.AsSpan(start, end - start);
                lookup[word] = lookup.TryGetValue(word, out long count) ? count + 1 : 1;
            }
        }

        return counts;
    }

    private static HashSet<string> AddAlphabet(KeyValuePair<string, long>[] words, WordPieceTrainerOptions options, Pieces pieces)
    {
        Dictionary<int, long> counts = [];
        foreach ((string word, long count) in words)
        {
            foreach (Rune character in word.EnumerateRunes())
            {
                counts[character.Value] = counts.GetValueOrDefault(character.Value) + count;
            }
        }

        IEnumerable<int> kept = counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)
            .Take(options.MaximumAlphabet ?? int.MaxValue).Select(entry => entry.Key).Order();
        HashSet<string> alphabet = new(StringComparer.Ordinal);
        foreach (int codePoint in kept)
        {
            string character = char.ConvertFromUtf32(codePoint);
            alphabet.Add(character);
            pieces.IdOf(character);
        }

        return alphabet;
    }

    private static int[] SplitIntoCharacters(string word, HashSet<string> alphabet, Pieces pieces)
    {
        List<int> symbols = [];
        bool isFirst = true;
        foreach (Rune rune in word.EnumerateRunes())
        {
            string character = rune.ToString();
            if (alphabet.Contains(character))
            {
                symbols.Add(pieces.IdOf(isFirst ? character : ContinuationPrefix + character));
            }

            isFirst = false;
        }

        return [.. symbols];
    }

    private static void Join(int[][] words, long[] counts, WordPieceTrainerOptions options, Pieces pieces)
    {
        PairCounts pairs = new();
        for (int word = 0; word < words.Length; word++)
        {
            pairs.Add(words[word], word, counts[word]);
        }

        while (pieces.Contents.Count < options.VocabularySize && pairs.TryTakeMostFrequent(out (int Left, int Right) pair, out long frequency))
        {
            if (frequency < options.MinimumFrequency)
            {
                break;
            }

            int joined = pieces.IdOf(pieces.Contents[pair.Left] + pieces.Contents[pair.Right][ContinuationPrefix.Length..]);
            foreach (int word in pairs.TakeWordsOf(pair))
            {
                int[] before = words[word];
                int[] after = Replace(before, pair, joined);
                if (after.Length != before.Length)
                {
                    pairs.Subtract(before, counts[word]);
                    pairs.Add(after, word, counts[word]);
                    words[word] = after;
                }
            }
        }
    }

    private static int[] Replace(int[] symbols, (int Left, int Right) pair, int joined)
    {
        List<int> replaced = new(symbols.Length);
        for (int index = 0; index < symbols.Length; index++)
        {
            bool isPair = index + 1 < symbols.Length && symbols[index] == pair.Left && symbols[index + 1] == pair.Right;
            replaced.Add(isPair ? joined : symbols[index]);
            index += isPair ? 1 : 0;
        }

        return [.. replaced];
    }

    /// <summary>The pieces so far.</summary>
    private sealed class Pieces
    {
        private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);

        internal List<string> Contents { get; } = [];

        /// <summary>The id of a piece, which is added where it is new.</summary>
        internal int IdOf(string content)
        {
            if (!ids.TryGetValue(content, out int id))
            {
                id = Contents.Count;
                ids.Add(content, id);
                Contents.Add(content);
            }

            return id;
        }
    }
}
