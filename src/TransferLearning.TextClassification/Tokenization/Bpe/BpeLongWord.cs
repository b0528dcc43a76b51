namespace TransferLearning.TextClassification.Tokenization.Bpe;

/// <summary>Joins the symbols of a long word with a queue, so that its time grows little faster than its length.</summary>
internal static class BpeLongWord
{
    /// <summary>Joins; the symbols that remain stand first.</summary>
    /// <param name="merges">The merges.</param>
    /// <param name="count">How many symbols.</param>
    /// <param name="symbols">Their ids.</param>
    /// <param name="lengths">Their lengths.</param>
    /// <param name="next">Room for links.</param>
    /// <param name="scratch">The thread's own.</param>
    /// <returns>How many remain.</returns>
    internal static int Join(BpeMerges merges, int count, Span<int> symbols, Span<int> lengths, Span<int> next, Subword.SubwordScratch scratch)
    {
        PriorityQueue<int, long> queue = scratch.Joins;
        Span<int> previous = scratch.PreviousSymbols(count);
        for (int index = 0; index < count; index++)
        {
            next[index] = index + 1;
            previous[index] = index - 1;
            if (index + 1 < count)
            {
                Enqueue(merges, symbols, index, index + 1, queue);
            }
        }

        while (queue.TryDequeue(out int left, out long priority))
        {
            int right = symbols[left] < 0 ? count : next[left];
            if (right >= count || merges.Rank(symbols[left], symbols[right], out int joined) != (int)(priority >> 32))
            {
                continue; // one of the two was joined with another meanwhile
            }

            symbols[left] = joined;
            symbols[right] = -1;
            lengths[left] += lengths[right];
            next[left] = next[right];
            if (next[left] < count)
            {
                previous[next[left]] = left;
                Enqueue(merges, symbols, left, next[left], queue);
            }

            if (previous[left] >= 0)
            {
                Enqueue(merges, symbols, previous[left], left, queue);
            }
        }

        int kept = 0;
        for (int index = 0; index < count; index = next[index])
        {
            (symbols[kept], lengths[kept++]) = (symbols[index], lengths[index]);
        }

        return kept;
    }

    private static void Enqueue(BpeMerges merges, ReadOnlySpan<int> symbols, int left, int right, PriorityQueue<int, long> queue)
    {
        int rank = merges.Rank(symbols[left], symbols[right], out _);
        if (rank != int.MaxValue)
        {
            queue.Enqueue(left, ((long)rank << 32) | (uint)left);
        }
    }
}
