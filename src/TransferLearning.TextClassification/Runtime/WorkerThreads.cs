namespace TransferLearning.TextClassification.Runtime;

/// <summary>Shares work out among this thread and those of <see cref="ComputeThreads"/> that are free. What a part computes must not depend on the thread, so that results are the same bits on any number of them.</summary>
internal static class WorkerThreads
{
    /// <summary>Runs <paramref name="body"/> for every part from 0 to <paramref name="count"/> - 1, and returns when all are done.</summary>
    internal static void For(int count, Action<int> body)
    {
        if (count == 1 || ComputeThreads.IsCurrent || ComputeThreads.Count == 1)
        {
            for (int i = 0; i < count; i++)
            {
                body(i);
            }
        }
        else if (count > 1)
        {
            SharedWork work = new(count, body);
            for (int helper = 1; helper < Math.Min(count, ComputeThreads.Count) && ComputeThreads.Waiting < ComputeThreads.Count; helper++)
            {
                ComputeThreads.Post(work.Help);
            }

            work.Finish();
        }
    }

    /// <summary>Runs <paramref name="body"/> for ranges of at least <paramref name="least"/> of <paramref name="rows"/> rows (begin, end); where the cuts lie depends on the arguments alone.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="least">The fewest rows that are worth another range.</param>
    /// <param name="most">The most ranges.</param>
    /// <param name="body">Is given the range's number, its first row and the row behind its last.</param>
    internal static void ForRanges(int rows, int least, int most, Action<int, int, int> body)
    {
        int ranges = Ranges(rows, least, most);
        For(ranges, range => body(range, (int)((long)rows * range / ranges), (int)((long)rows * (range + 1) / ranges)));
    }

    /// <summary>How many ranges <see cref="ForRanges"/> makes.</summary>
    internal static int Ranges(int rows, int least, int most) => Math.Clamp(rows / least, 1, most);
}
