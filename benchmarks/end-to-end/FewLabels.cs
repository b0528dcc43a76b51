namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The reference's draws of a few labelled rows.</summary>
internal static class FewLabels
{
    /// <summary>Draws ⌈<paramref name="labels"/> / classes⌉ rows of each label, or all where it has fewer, in the order of the data: the first of a shuffle that the seed decides.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">About how many are wanted; 0: all.</param>
    /// <param name="seed">Decides which.</param>
    internal static TextDataset Draw(TextDataset rows, int labels, int seed)
    {
        if (labels == 0)
        {
            return rows;
        }

        int ofEach = (labels + rows.Labels.Count - 1) / rows.Labels.Count;
        return TextDataset.FromExamples(Shuffle(rows.Count, seed).GroupBy(i => rows[i].Target!.Labels[0]).SelectMany(label => label.Take(ofEach)).Order().Select(i => rows[i]));
    }

    /// <summary>Fisher and Yates' shuffle of 0 to <paramref name="count"/> − 1 by a linear congruential generator of 64 bits.</summary>
    private static int[] Shuffle(int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        ulong state = (2 * (ulong)seed) + 1;
        for (int i = count - 1; i > 0; i--)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            int j = (int)((state >> 33) % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
