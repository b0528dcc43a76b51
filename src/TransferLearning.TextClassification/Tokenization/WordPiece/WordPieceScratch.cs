namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>What one thread needs while it tokenizes: kept for the next text.</summary>
internal sealed class WordPieceScratch
{
    private int[] ids = new int[1024];

    /// <param name="maximumWordUnits">The longest word, in UTF-16 units, that can have pieces.</param>
    internal WordPieceScratch(int maximumWordUnits)
    {
        Word = new char[Math.Max(maximumWordUnits, WordCache.MaximumWordLength)];
        AsciiWord = new byte[Math.Max(maximumWordUnits, WordCache.MaximumWordLength)];
    }

    /// <summary>The word being read.</summary>
    internal char[] Word { get; }

    /// <summary>The ASCII word being read.</summary>
    internal byte[] AsciiWord { get; }

    internal WordCache Cache { get; } = new();

    /// <summary>How many ids were found.</summary>
    internal int Count { get; set; }

    /// <summary>The ids found.</summary>
    internal ReadOnlySpan<int> Ids => ids.AsSpan(0, Count);

    internal void Add(int id) => Free(1)[0] = id;

    /// <summary>Adds ids.</summary>
    internal void Add(ReadOnlySpan<int> added) => added.CopyTo(Free(added.Length));

    /// <summary>Adds <paramref name="count"/> ids that the caller writes; <see cref="Count"/> may be lowered afterwards.</summary>
    internal Span<int> Free(int count)
    {
        if (ids.Length - Count < count)
        {
            Array.Resize(ref ids, Math.Max(2 * ids.Length, Count + count));
        }

        Span<int> free = ids.AsSpan(Count, count);
        Count += count;
        return free;
    }
}
