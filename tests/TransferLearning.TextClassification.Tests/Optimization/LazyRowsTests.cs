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
    public void Waiting_rows_are_brought_up_to_date_before_another_state_is_put_in_place()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor table = torch.ones(Rows, Columns, requires_grad: true);
        TouchedRows rows = new(Rows);
        using ParameterOptimizer optimizer = Create(table, rows, amsGrad: false, weightDecay: 0.1);
        Step(table, optimizer, rows, [3], 1);

        optimizer.SetState(new Dictionary<string, float[]>());

        Assert.Equal(1 - (0.01 * 0.1), table[5, 0].item<float>(), 6);
    }

    [Fact]
    public void A_state_that_is_put_back_lets_the_same_rows_wait()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor table = torch.ones(Rows, Columns, requires_grad: true);
        TouchedRows rows = new(Rows);
        using ParameterOptimizer optimizer = Create(table, rows, amsGrad: false, weightDecay: 0.1);
        Take(table, optimizer, rows, 0, 300);
        IReadOnlyDictionary<string, float[]> state = optimizer.GetState(); // brings the table up to date
        torch.Tensor copy = table.detach().clone().requires_grad_();
        copy.grad = torch.zeros_like(copy);
        TouchedRows rowsOfCopy = new(Rows);
        using ParameterOptimizer restored = Create(copy, rowsOfCopy, amsGrad: false, weightDecay: 0.1);

        restored.SetState(state);
        Assert.Equal(state["table.weight.rows"], restored.GetState()["table.weight.rows"]);
        Take(table, optimizer, rows, 300, 300);
        Take(copy, restored, rowsOfCopy, 300, 300);

        Assert.Equal(0, state["table.weight.rows"][39]); // never read
        Assert.True(state["table.weight.rows"][5] > 0); // waits since some step
        Assert.True(state["table.weight.rows"][0] < 0); // was read lately
        Assert.Equal(TensorMemory.ToArray(table), TensorMemory.ToArray(copy)); // 39 and others still wait in both
        optimizer.BringUpToDate();
        restored.BringUpToDate();
        Assert.Equal(TensorMemory.ToArray(table), TensorMemory.ToArray(copy));
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
        Take(table, optimizer, rows, 0, Steps);
        IReadOnlyDictionary<string, float[]> state = optimizer.GetState();
        return (TensorMemory.ToArray(table), state);
    }

    private static void Take(torch.Tensor table, ParameterOptimizer optimizer, TouchedRows? rows, int first, int count)
    {
        SeededRandom random = SeededRandom.FromSeed(9);
        for (int step = first; step < first + count; step++)
        {
            // Some rows are read often, some once, some after a long time again, one never.
            long frequent = (long)(random.Next(step) % 5);
            long[] read = step % 250 == 7 ? [frequent, 5 + ((step / 250) % 2), 10 + (step / 50)] : [frequent, frequent];
            Step(table, optimizer, rows, read, step);
        }
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
