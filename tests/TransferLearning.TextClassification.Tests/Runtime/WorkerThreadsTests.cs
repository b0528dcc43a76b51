using Xunit;

namespace TransferLearning.TextClassification.Tests.Runtime;

public sealed class WorkerThreadsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Every_part_is_done_once_and_before_the_call_returns(int count)
    {
        for (int repetition = 0; repetition < 200; repetition++)
        {
            int[] times = new int[count];

            WorkerThreads.For(count, part => times[part]++);

            Assert.All(times, done => Assert.Equal(1, done));
        }
    }

    [Fact]
    public void An_error_reaches_the_caller()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => WorkerThreads.For(50, part =>
        {
            if (part == 20)
            {
                throw new InvalidOperationException("no");
            }
        }));

        Assert.Equal("no", error.Message);
    }

    [Fact]
    public void Many_callers_and_parts_within_parts_do_not_wait_for_each_other_for_ever()
    {
        int done = 0;
        Thread[] callers = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                WorkerThreads.For(5, _ => WorkerThreads.For(3, _ => Interlocked.Increment(ref done)));
            }
        }))];

        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());

        Assert.Equal(8 * 200 * 15, done);
    }
}
