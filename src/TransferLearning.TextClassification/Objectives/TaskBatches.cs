using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>
/// Batches of several tasks: the task of each step is drawn by its share, and its rows go on where its last step ended, each once before any comes again. An epoch has as many
/// steps as all rows together make. What a step takes depends on the seed and the step's number alone.
/// </summary>
internal sealed class TaskBatches : BatchPlan
{
    private readonly RowBatches[] plans;
    private readonly int[] firstRows;
    private readonly double[] shares;
    private readonly SeededRandom draws;
    private readonly int batchesOfStep;
    private readonly int stepsOfEpoch;

    /// <param name="tasks">The name of each task and the length in tokens of each of its rows; row indexes count through all tasks.</param>
    /// <param name="temperature">Of the draw (see <see cref="TaskShares"/>).</param>
    /// <param name="options">How large batches and steps are, and the seed.</param>
    internal TaskBatches(IReadOnlyList<(string Name, IReadOnlyList<int> Lengths)> tasks, double temperature, TrainingOptions options)
    {
        SeededRandom random = SeededRandom.FromSeed(options.Seed);
        plans = [.. tasks.Select(task => new RowBatches(task.Lengths, options, random.Child("task").Child(task.Name)))];
        firstRows = [.. tasks.Select((_, index) => tasks.Take(index).Sum(task => task.Lengths.Count))];
        shares = TaskShares.Of([.. tasks.Select(task => task.Lengths.Count)], temperature);
        draws = random.Child("tasks");
        batchesOfStep = options.GradientAccumulationSteps;
        stepsOfEpoch = (plans.Sum(plan => plan.BatchesOfEpoch) + batchesOfStep - 1) / batchesOfStep;
    }

    internal override int BatchesOfEpoch => stepsOfEpoch * batchesOfStep;

    internal override IEnumerable<int[]> BatchesOf(int epoch)
    {
        long firstStep = (epoch - 1L) * stepsOfEpoch;
        long[] taken = new long[plans.Length]; // batches of each task so far
        for (long step = 0; step < firstStep; step++)
        {
            taken[TaskOf(step)] += batchesOfStep;
        }

        int[][][] present = new int[plans.Length][][]; // each task's batches of its own epoch
        for (long step = firstStep; step < firstStep + stepsOfEpoch; step++)
        {
            int task = TaskOf(step);
            for (int i = 0; i < batchesOfStep; i++)
            {
                (long ownEpoch, long index) = Math.DivRem(taken[task]++, plans[task].BatchesOfEpoch);
                if (index == 0 || present[task] is null)
                {
                    present[task] = [.. plans[task].BatchesOf((int)ownEpoch + 1)];
                }

                yield return Array.ConvertAll(present[task][index], row => firstRows[task] + row);
            }
        }
    }

    /// <summary>The task of a step.</summary>
    private int TaskOf(long step)
    {
        double draw = draws.NextDouble(step);
        int task = 0;
        while (task < shares.Length - 1 && draw >= shares[task])
        {
            draw -= shares[task++];
        }

        return task;
    }
}
