using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>
/// When the rows of a large table are updated. A row that was read lately is updated at every step. One that was not read for so long that its moments no longer move it
/// by what float32 can hold, or never, waits: only the weight decay acts on it, and all of that at once is one factor.
/// </summary>
/// <param name="touched">Says which rows each step reads.</param>
/// <param name="columns">Elements of a row.</param>
/// <param name="patience">After how many steps without reading a row waits.</param>
internal sealed class RowSchedule(TouchedRows touched, int columns, int patience)
{
    private readonly List<int> active = [];
    private readonly int[] lastTouched = new int[touched.Count];
    private readonly int[] waitsSince = new int[touched.Count]; // the last step that a waiting row has seen; -1: it does not wait; 0: it was never read
    private readonly double[] decayThen = Enumerable.Repeat(1.0, touched.Count).ToArray();
    private double decay = 1; // the product of all steps' factors

    /// <summary>Brings the elements of a row up to date.</summary>
    /// <param name="start">The row's first element.</param>
    /// <param name="decay">What the weights are multiplied by.</param>
    /// <param name="steps">How many steps the moments are behind; 0 where they are zero.</param>
    internal delegate void CatchUp(int start, float decay, int steps);

    /// <summary>Elements of a row.</summary>
    internal int Columns => columns;

    /// <summary>The rows with a gradient in this step.</summary>
    internal IReadOnlyList<int> Touched => touched.Rows;

    /// <summary>The rows that this step updates.</summary>
    internal IReadOnlyList<int> Active => active;

    /// <summary>Lets every row that a step is about to read be brought up to date.</summary>
    /// <param name="completedSteps">How many steps have been taken.</param>
    /// <param name="catchUp">Does it.</param>
    internal void Connect(Func<int> completedSteps, CatchUp catchUp) => touched.Reading = row =>
    {
        int completed = completedSteps();
        lastTouched[row] = completed + 1;
        if (waitsSince[row] >= 0)
        {
            Update(row, completed, catchUp);
            waitsSince[row] = -1;
            active.Add(row);
        }
    };

    /// <summary>No row waits: what was put in place from outside may have moments anywhere.</summary>
    internal void ActivateAll(int completedSteps)
    {
        active.Clear();
        active.AddRange(Enumerable.Range(0, touched.Count));
        Array.Fill(waitsSince, -1);
        Array.Fill(lastTouched, completedSteps);
        decay = 1;
    }

    /// <summary>The schedule after <see cref="UpdateAll"/>, a number a row: of a waiting one the last step that it has seen, of any other -1 less the step that read it last.</summary>
    internal float[] CopyRows() => [.. waitsSince.Select((since, row) => (float)(since >= 0 ? since : -1 - lastTouched[row]))];

    /// <summary>Puts back what <see cref="CopyRows"/> gave.</summary>
    internal void Restore(float[] rows)
    {
        ActivateAll(0);
        active.Clear();
        for (int row = 0; row < rows.Length; row++)
        {
            int value = (int)rows[row];
            if (value < 0)
            {
                lastTouched[row] = -1 - value;
                active.Add(row);
            }
            else
            {
                waitsSince[row] = value;
            }
        }

        Array.Fill(decayThen, 1);
    }

    /// <summary>Brings every waiting row up to date; it goes on waiting.</summary>
    internal void UpdateAll(int completedSteps, CatchUp catchUp)
    {
        for (int row = 0; row < touched.Count; row++)
        {
            if (waitsSince[row] >= 0)
            {
                Update(row, completedSteps, catchUp);
                waitsSince[row] = waitsSince[row] == 0 ? 0 : completedSteps;
            }
        }

        Array.Fill(decayThen, 1);
        decay = 1;
    }

    /// <summary>After the update of the active rows: the next step begins.</summary>
    /// <param name="step">The step that was taken.</param>
    /// <param name="factor">What it multiplied weights by.</param>
    internal void EndStep(int step, double factor)
    {
        decay *= factor;
        int kept = 0;
        for (int i = 0; i < active.Count; i++)
        {
            int row = active[i];
            if (step - lastTouched[row] < patience)
            {
                active[kept++] = row;
            }
            else
            {
                waitsSince[row] = step;
                decayThen[row] = decay;
            }
        }

        active.RemoveRange(kept, active.Count - kept);
        touched.NextStep();
    }

    private void Update(int row, int completedSteps, CatchUp catchUp)
    {
        int steps = waitsSince[row] == 0 ? 0 : completedSteps - waitsSince[row];
        float factor = (float)(decay / decayThen[row]);
        if (factor != 1 || steps > 0)
        {
            catchUp(row * columns, factor, steps);
        }
    }
}
