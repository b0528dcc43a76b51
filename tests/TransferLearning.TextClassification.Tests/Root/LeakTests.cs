using TorchSharp;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>Prediction and aborted training leave nothing native behind. They measure the process, so nothing runs beside them.</summary>
[Collection(nameof(LeakTests))]
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class LeakTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_hundred_thousand_predictions_do_not_grow_the_process() => RequireNoGrowth(100_000);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_training_that_is_cancelled_on_its_way_leaves_no_tensor(int tasks)
    {
        await Cancelled();
        await Completed();
        long before = Tensors();
        await Completed();
        long between = Tensors();
        await Cancelled();

        // What one that ended and was disposed adds to TorchSharp's count (the tensors that became parameters) is no memory.
        Assert.Equal(between - before, Tensors() - between);

        async Task Completed() => (await FitAsync(tasks, 1, null, Cancellation)).Dispose();

        async Task Cancelled()
        {
            using CancellationTokenSource stop = new();
            CancelAtFirstReport progress = new(stop);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FitAsync(tasks, 50, progress, stop.Token));
            Assert.True(progress.Step >= 1);
        }

        static long Tensors()
        {
            Collect();
            return torch.Tensor.TotalCount;
        }
    }

    private static async Task<IDisposable> FitAsync(int tasks, int epochs, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (tasks == 1)
        {
            return await ToyData.TinyTrainer(epochs).FitAsync(ToyData.TwoClasses, ToyData.TwoClasses, progress, cancellationToken);
        }

        Dictionary<string, TextDataset> data = Enumerable.Range(0, tasks).ToDictionary(task => $"task {task}", _ => ToyData.TwoClasses);
        return await ToyData.TinyTasks(data.Keys, epochs).FitAsync(new() { Train = data, Validation = data, Progress = progress }, cancellationToken);
    }

    private static async Task RequireNoGrowth(int predictions)
    {
        using TransferClassifier classifier = await ToyData.TinyTrainer().FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        Predict(2_000);
        long before = Memory();

        Predict(predictions);

        Assert.InRange(Memory() - before, long.MinValue, 24L << 20);

        void Predict(int count)
        {
            for (int i = 0; i < count; i++)
            {
                classifier.Predict(ToyData.Inputs[i % ToyData.Inputs.Count], Cancellation);
            }
        }

        static long Memory()
        {
            Collect();
            using System.Diagnostics.Process process = System.Diagnostics.Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }

    private static void Collect()
    {
        for (int round = 0; round < 3; round++) // what an earlier test left may take more than one round to go
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private sealed class CancelAtFirstReport(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        internal int Step { get; private set; }

        public void Report(TrainingProgress value)
        {
            Step = value.Step;
            stop.Cancel();
        }
    }
}
