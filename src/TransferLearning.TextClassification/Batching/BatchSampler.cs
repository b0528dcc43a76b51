using System.Runtime.InteropServices;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Batching;

/// <summary>Divides rows into batches.</summary>
internal static class BatchSampler
{
    /// <summary>How many batches are sorted by length together; the window within which a shuffled order is given up for like lengths.</summary>
    private const int WindowInBatches = 50;

    /// <summary>
    /// A shuffled epoch whose batches hold texts of like length: rows are shuffled, sorted by length within windows of 50 batches, cut into batches, and the
    /// batches are shuffled (as the reference implementation's length-grouped sampler, but with the batches shuffled too).
    /// </summary>
    /// <param name="lengths">Each row's length in tokens.</param>
    /// <param name="batchSize">Rows a batch; the last one of a window may have fewer.</param>
    /// <param name="random">The epoch's random stream.</param>
    /// <returns>Row indexes of each batch; every row stands once.</returns>
    internal static List<int[]> Shuffled(IReadOnlyList<int> lengths, int batchSize, SeededRandom random)
    {
        int[] rows = [.. Enumerable.Range(0, lengths.Count)];
        random.Child("rows").Shuffle(rows.AsSpan());
        List<int[]> batches = [];
        foreach (int[] window in rows.Chunk(batchSize * WindowInBatches))
        {
            batches.AddRange(window.OrderBy(row => lengths[row]).Chunk(batchSize));
        }

        random.Child("batches").Shuffle(CollectionsMarshal.AsSpan(batches));
        return batches;
    }

    /// <summary>
    /// Batches of like length, none with more rows or tokens than is allowed (a single longer text stands alone): as <see cref="Shuffled"/>, but for an order of rows that is
    /// drawn once for all epochs, so that every epoch has as many batches.
    /// </summary>
    /// <param name="lengths">Each row's length in tokens.</param>
    /// <param name="maxRows">Rows a batch at most.</param>
    /// <param name="maxTokens">Tokens a batch at most.</param>
    /// <param name="random">The run's random stream.</param>
    internal static List<int[]> WithinTokens(IReadOnlyList<int> lengths, int maxRows, int maxTokens, SeededRandom random)
    {
        int[] rows = [.. Enumerable.Range(0, lengths.Count)];
        random.Child("rows").Shuffle(rows.AsSpan());
        return [.. rows.Chunk(maxRows * WindowInBatches).SelectMany(window => Cut(window.OrderByDescending(row => lengths[row]), lengths, maxRows, maxTokens))];
    }

    /// <summary>Batches of like length for prediction, longest first; results are put back in order by the row indexes.</summary>
    /// <param name="lengths">Each row's length in tokens.</param>
    /// <param name="maxRows">Rows a batch at most.</param>
    /// <param name="maxTokens">Tokens a batch at most; a single longer text stands alone.</param>
    internal static List<int[]> SortedByLength(IReadOnlyList<int> lengths, int maxRows, int maxTokens) =>
        Cut(Enumerable.Range(0, lengths.Count).OrderByDescending(row => lengths[row]), lengths, maxRows, maxTokens);

    private static List<int[]> Cut(IEnumerable<int> rows, IReadOnlyList<int> lengths, int maxRows, int maxTokens)
    {
        List<int[]> batches = [];
        List<int> batch = [];
        int tokens = 0;
        foreach (int row in rows)
        {
            if (batch.Count > 0 && (batch.Count == maxRows || tokens + lengths[row] > maxTokens))
            {
                batches.Add([.. batch]);
                batch.Clear();
                tokens = 0;
            }

            batch.Add(row);
            tokens += lengths[row];
        }

        if (batch.Count > 0)
        {
            batches.Add([.. batch]);
        }

        return batches;
    }
}
