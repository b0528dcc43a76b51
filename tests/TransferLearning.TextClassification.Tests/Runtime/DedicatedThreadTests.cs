using Xunit;

namespace TransferLearning.TextClassification.Tests.Runtime;

public sealed class DedicatedThreadTests
{
    [Fact]
    public async Task Work_runs_on_one_thread_of_its_own()
    {
        (int thread, bool isPool) = await DedicatedThread.Run(() => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread), CancellationToken.None);

        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
        Assert.False(isPool);
    }

    [Fact]
    public async Task Exceptions_and_cancellation_reach_the_caller()
    {
        using CancellationTokenSource source = new();
        Task<int> failing = DedicatedThread.Run<int>(() => throw new TrainingFailedException("step 3"), CancellationToken.None);
        Task<int> cancelled = DedicatedThread.Run<int>(
            () =>
            {
                source.Cancel();
                throw new OperationCanceledException(source.Token);
            },
            source.Token);

        Assert.Equal("step 3", (await Assert.ThrowsAsync<TrainingFailedException>(() => failing)).Message);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.True(cancelled.IsCanceled);
        Assert.True(DedicatedThread.Run(() => 1, source.Token).IsCanceled);
    }
}
