namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>The pieces of a WordPiece model and the greedy longest match over them. Immutable.</summary>
internal sealed class WordPieceVocabulary
{
    private readonly Dictionary<string, int> ids;
    private readonly WordPieceTrie starts = new();
    private readonly WordPieceTrie continuations = new();

    private const int LongestWord = 1 << 16;

    /// <param name="ids">Every piece with its id.</param>
    /// <param name="unknownToken">The piece that a word without pieces becomes; it must be in <paramref name="ids"/>.</param>
    /// <param name="continuationPrefix">What a piece inside a word begins with.</param>
    /// <param name="maximumWordCharacters">A longer word, in code points, is unknown; 65,536 at most.</param>
    internal WordPieceVocabulary(Dictionary<string, int> ids, string unknownToken, string continuationPrefix = "##", int maximumWordCharacters = 100)
    {
        this.ids = ids;
        UnknownToken = unknownToken;
        UnknownId = ids[unknownToken];
        ContinuationPrefix = continuationPrefix;
        MaximumWordCharacters = Math.Min(maximumWordCharacters, LongestWord);
        Size = ids.Values.Max() + 1;
        foreach ((string piece, int id) in ids)
        {
            starts.Add(piece, id);
            if (piece.StartsWith(continuationPrefix, StringComparison.Ordinal))
            {
                continuations.Add(piece.AsSpan(continuationPrefix.Length), id);
            }
        }
    }

    internal IReadOnlyDictionary<string, int> Ids => ids;

    internal string UnknownToken { get; }

    internal int UnknownId { get; }

    internal string ContinuationPrefix { get; }

    internal int MaximumWordCharacters { get; }

    /// <summary>One more than the largest id.</summary>
    internal int Size { get; }

    /// <summary>Cuts a word into pieces, the longest first; writes their ids, and where each ends in the word if asked.</summary>
    /// <returns>How many ids; the unknown id alone where a part of the word has no piece.</returns>
    internal int Tokenize(ReadOnlySpan<char> word, Span<int> pieces, Span<int> ends)
    {
        int count = 0;
        for (int start = 0; start < word.Length;)
        {
            int id = (start == 0 ? starts : continuations).LongestPrefix(word[start..], out int length);
            if (id < 0)
            {
                pieces[0] = UnknownId;
                if (!ends.IsEmpty)
                {
                    ends[0] = word.Length;
                }

                return 1;
            }

            start += length;
            pieces[count] = id;
            if (!ends.IsEmpty)
            {
                ends[count] = start;
            }

            count++;
        }

        return count;
    }
}
