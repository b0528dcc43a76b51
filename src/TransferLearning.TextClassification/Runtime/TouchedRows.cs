namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// Which rows of a large table the present step of a training has read: its gradient is zero everywhere else. Whoever reads a row for training says so first; whoever
/// updates the table may leave the others for later, and brings a row up to date before it is read. Used by one thread.
/// </summary>
/// <param name="rows">How many rows the table has.</param>
internal sealed class TouchedRows(int rows)
{
    private readonly int[] steps = new int[rows]; // the last step that touched a row
    private readonly List<int> touched = [];
    private int step = 1;

    /// <summary>How many rows the table has.</summary>
    internal int Count => rows;

    /// <summary>The rows of the present step, in the order in which they were first read.</summary>
    internal IReadOnlyList<int> Rows => touched;

    /// <summary>Is told of a row before its first reading in a step.</summary>
    internal Action<int>? Reading { get; set; }

    /// <summary>Says that rows are about to be read.</summary>
    /// <param name="ids">Rows of the table, repeated as they come.</param>
    internal void Touch(ReadOnlySpan<long> ids)
    {
        foreach (long id in ids)
        {
            if (steps[id] != step)
            {
                steps[id] = step;
                touched.Add((int)id);
                Reading?.Invoke((int)id);
            }
        }
    }

    /// <summary>Begins another step.</summary>
    internal void NextStep()
    {
        touched.Clear();
        step++;
    }
}
