using TransferLearning.TextClassification.Objectives;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Objectives;

public sealed class TaskBatchesTests
{
    private static readonly TrainingOptions Options = new() { BatchSize = 4, Seed = 3 };

    [Theory]
    [InlineData(1, 0.8, 0.2)]
    [InlineData(2, 0.6666667, 0.3333333)]
    [InlineData(double.PositiveInfinity, 0.5, 0.5)]
    [InlineData(0.5, 0.9411765, 0.0588235)]
    [InlineData(1e-6, 1, 0)]
    public void Shares_are_the_sizes_to_the_power_of_one_over_the_temperature(double temperature, double large, double small)
    {
        double[] shares = TaskShares.Of([400, 100], temperature);

        Assert.Equal([large, small], shares.Select(share => Math.Round(share, 7)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(double.PositiveInfinity)]
    public void Tasks_are_drawn_as_often_as_their_shares_say(double temperature)
    {
        int[] sizes = [640, 160, 40];
        TaskBatches plan = new([.. sizes.Select((size, task) => ($"task {task}", Lengths(size)))], temperature, Options);

        int[] drawn = new int[3];
        foreach (int[] batch in Enumerable.Range(1, 20).SelectMany(plan.BatchesOf))
        {
            drawn[TaskOf(batch[0], sizes)]++;
        }

        double[] shares = TaskShares.Of(sizes, temperature);
        int steps = 20 * 210; // (640 + 160 + 40) / 4 an epoch
        Assert.Equal(steps, drawn.Sum());
        Assert.All(Enumerable.Range(0, 3), task => Assert.InRange(drawn[task], (steps * shares[task]) - Deviations(shares[task]), (steps * shares[task]) + Deviations(shares[task])));

        double Deviations(double share) => 4 * Math.Sqrt(steps * share * (1 - share));
    }

    [Fact]
    public void A_batch_is_of_one_task_and_a_task_gives_every_row_before_one_comes_again()
    {
        int[] sizes = [30, 11];
        TaskBatches plan = new([("large", Lengths(30)), ("small", Lengths(11))], double.PositiveInfinity, Options);

        int[][] batches = [.. Enumerable.Range(1, 12).SelectMany(plan.BatchesOf)];

        Assert.All(batches, batch => Assert.Single(batch.Select(row => TaskOf(row, sizes)).Distinct()));
        foreach (int task in (int[])[0, 1])
        {
            int first = task * 30;
            int[] rows = [.. batches.Where(batch => TaskOf(batch[0], sizes) == task).SelectMany(batch => batch)];
            Assert.True(rows.Length > 2 * sizes[task], $"only {rows.Length} rows of task {task}");
            Assert.All(rows.Chunk(sizes[task]).Where(round => round.Length == sizes[task]), round => Assert.Equal(Enumerable.Range(first, sizes[task]), round.Order()));
            Assert.NotEqual(rows.Take(sizes[task]), rows.Skip(sizes[task]).Take(sizes[task]));
        }
    }

    [Fact]
    public void All_batches_of_a_step_are_of_its_task()
    {
        int[] sizes = [30, 11];
        TaskBatches plan = new([("large", Lengths(30)), ("small", Lengths(11))], 1, Options with { GradientAccumulationSteps = 3 });

        int[][] batches = [.. plan.BatchesOf(1)];

        Assert.Equal(12, plan.BatchesOfEpoch); // 8 + 3 of the rows, up to whole steps
        Assert.Equal(12, batches.Length);
        Assert.All(batches.Chunk(3), step => Assert.Single(step.SelectMany(batch => batch).Select(row => TaskOf(row, sizes)).Distinct()));
    }

    [Fact]
    public void The_seed_decides_and_an_epoch_does_not_depend_on_what_was_asked_before()
    {
        TaskBatches first = Plan(Options);
        _ = first.BatchesOf(1).ToArray();
        _ = first.BatchesOf(2).ToArray();

        Assert.Equal(first.BatchesOf(3), Plan(Options).BatchesOf(3));
        Assert.NotEqual(first.BatchesOf(3), Plan(Options with { Seed = 4 }).BatchesOf(3));
        Assert.NotEqual(first.BatchesOf(3), first.BatchesOf(4));

        static TaskBatches Plan(TrainingOptions options) => new([("large", Lengths(30)), ("small", Lengths(11))], 2, options);
    }

    [Fact]
    public void Token_limits_hold_for_each_task()
    {
        TaskBatches plan = new([("large", Lengths(30)), ("small", Lengths(11))], 1, Options with { MaxTokensPerBatch = 9 });
        int[] lengths = [.. Lengths(30), .. Lengths(11)];

        Assert.All(plan.BatchesOf(1), batch => Assert.True(batch.Length == 1 || batch.Sum(row => lengths[row]) <= 9));
    }

    private static int[] Lengths(int rows) => [.. Enumerable.Range(0, rows).Select(row => 2 + (row % 5))];

    private static int TaskOf(int row, int[] sizes)
    {
        int task = 0;
        while (row >= sizes[task])
        {
            row -= sizes[task++];
        }

        return task;
    }
}
