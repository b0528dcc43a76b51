namespace TransferLearning.TextClassification.Tokenization;

/// <summary>What one thread needs while it tokenizes: kept for the next text.</summary>
internal class TokenScratch
{
    private int[] ids = new int[1024];

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
