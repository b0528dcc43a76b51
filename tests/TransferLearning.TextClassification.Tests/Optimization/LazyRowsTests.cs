using TorchSharp;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Optimization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Optimization;

public sealed class LazyRowsTests
{
    private const int Rows = 40;
    private const int Columns = 5;
    private const int Steps = 700;

    public LazyRowsTests() => NativeBackend.EnsureLoaded();

    [Theory]
    [InlineData(false, 0.01)]
    [InlineData(true, 0.1)]
    [InlineData(false, 0)]
    public void Rows_that_wait_end_as_if_every_step_had_updated_them(bool amsGrad, double weightDecay)
    {
        (float[] weights, IReadOnlyDictionary<string, float[]> state) = Train(new TouchedRows(Rows), amsGrad, weightDecay);
        (float[] expected, IReadOnlyDictionary<string, float[]> expectedState) = Train(null, amsGrad, weightDecay);

        Assert.Equal(expected, weights, (a, b) => Math.Abs(a - b) <= 1e-7 + (1e-6 * Math.Abs(a)));
        foreach (string name in expectedState.Keys)
        {
            Assert.Equal(expectedState[name], state[name], (a, b) => Math.Abs(a - b) <= 1e-4 * Math.Abs(a) + 1e-12);
        }
    }

    [Fact]
    public void Waiting_rows_are_not_updated_before_someone_asks()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor table = torch.ones(Rows, Columns, requires_grad: true);
        TouchedRows rows = new(Rows);
        using ParameterOptimizer optimizer = Create(table, rows, amsGrad: false, weightDecay: 0.1);

        Step(table, optimizer, rows, [3], 1);

        Assert.Equal(1, table[4, 0].item<float>());
        Assert.NotEqual(1, table[3, 0].item<float>());
        rows.Touch([4]);
        Assert.Equal(1 - (0.01 * 0.1), table[4, 0].item<float>(), 6);
        Assert.Equal(1, table[5, 0].item<float>());
        optimizer.BringUpToDate();
        Assert.Equal(1 - (0.01 * 0.1), table[5, 0].item<float>(), 6);
    }

    [Fact]
    public void Parts_of_a_batch_say_in_turn_which_rows_they_read()
    {
        const int Many = 4096;
        int[][] orders = [.. Enumerable.Range(0, 20).Select(_ =>
        {
            EmbeddingBlock table = new(Many, 3) { Rows = new TouchedRows(Many) };
            ParameterInitialization.Fill(table.Weight, values => values.Clear());
            int readers = 0;
            table.Rows.Reading = _ =>
            {
                Assert.Equal(1, Interlocked.Increment(ref readers));
                Interlocked.Decrement(ref readers);
            };
            Lanes.For(Lanes.Count, part =>
            {
                using DisposeScope scope = torch.NewDisposeScope();
                table.Forward((torch.arange(Many / 2, torch.ScalarType.Int64) * 2) + (part % 2));
            });
            int[] order = [.. table.Rows.Rows];
            table.Dispose();
            return order;
        })];

        Assert.Equal(Many / 2 * Math.Min(Lanes.Count, 2), orders[0].Length);
        Assert.All(orders, order => Assert.Equal(orders[0], order));
    }

    private static (float[] Weights, IReadOnlyDictionary<string, float[]> State) Train(TouchedRows? rows, bool amsGrad, double weightDecay)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        float[] start = new float[Rows * Columns];
        SeededRandom.FromSeed(3).FillNormal(start, 0.05);
        torch.Tensor table = torch.tensor(start, [Rows, Columns], requires_grad: true);
        using ParameterOptimizer optimizer = Create(table, rows, amsGrad, weightDecay);
        SeededRandom random = SeededRandom.FromSeed(9);
        for (int step = 0; step < Steps; step++)
        {
            // Some rows are read often, some once, some after a long time again, one never.
            long frequent = (long)(random.Next(step) % 5);
            long[] read = step % 250 == 7 ? [frequent, 5 + ((step / 250) % 2), 10 + (step / 50)] : [frequent, frequent];
            Step(table, optimizer, rows, read, step);
        }

        IReadOnlyDictionary<string, float[]> state = optimizer.GetState();
        return (TensorMemory.ToArray(table), state);
    }

    private static void Step(torch.Tensor table, ParameterOptimizer optimizer, TouchedRows? rows, long[] read, int step)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        rows?.Touch(read);
        torch.Tensor factors = torch.randn([read.Length, Columns], generator: new torch.Generator((ulong)step));
        (table.index_select(0, torch.tensor(read)) * factors).sum().backward();
        optimizer.ClipGradients(1);
        optimizer.Step(1);
        optimizer.ZeroGradients();
        Assert.Equal(0, table.grad!.abs().sum().item<float>());
    }

    private static ParameterOptimizer Create(torch.Tensor table, TouchedRows? rows, bool amsGrad, double weightDecay) =>
        new AdamWKind(new AdamWOptions { LearningRate = 0.01, WeightDecay = weightDecay, AmsGrad = amsGrad }).Create(
            ParameterGroups.Create([("table.weight", table)], rows: rows is null ? null : new Dictionary<string, TouchedRows> { ["table.weight"] = rows }));
}
