using Xunit;

namespace TransferLearning.TextClassification.Tests.Runtime;

public sealed class LanesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void Every_item_runs_once(int count)
    {
        int[] runs = new int[count];

        Lanes.For(count, item => Interlocked.Increment(ref runs[item]));

        Assert.All(runs, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Turns_are_taken_in_the_order_of_the_items()
    {
        const int Items = 40;
        const int Turns = 20;
        List<(int Turn, int Item)> taken = [];

        Lanes.For(Items, item =>
        {
            for (int turn = 0; turn < Turns; turn++)
            {
                int number = turn;
                Thread.SpinWait((item * 7919) % 1000);
                Lanes.InTurn(() =>
                {
                    lock (taken)
                    {
                        taken.Add((number, item));
                    }
                });
            }
        });

        foreach (IGrouping<int, (int Turn, int Item)> turn in taken.GroupBy(one => one.Turn))
        {
            Assert.Equal(Enumerable.Range(0, Items), turn.Select(one => one.Item));
        }
    }

    [Fact]
    public void What_is_changed_twice_is_changed_by_all_before_it_is_changed_again()
    {
        object shared = new();
        List<(int Turn, int Item)> taken = [];

        Lanes.For(Lanes.Count, item =>
        {
            for (int turn = 0; turn < 3; turn++)
            {
                int number = turn;
                Thread.Sleep(2 * item); // the first item is ahead
                Lanes.InTurn(() => { }, new object());
                Lanes.InTurn(() => taken.Add((number, item)), shared); // in turn: no two at once
            }
        });

        Assert.Equal([.. Enumerable.Range(0, 3).SelectMany(turn => Enumerable.Range(0, Lanes.Count).Select(item => (turn, item)))], taken);
    }

    [Fact]
    public void An_error_reaches_the_caller_and_nobody_waits_for_the_item_that_failed()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Lanes.For(4, item =>
        {
            if (item == 0)
            {
                throw new InvalidOperationException("no");
            }

            Lanes.InTurn(() => { });
        }));

        Assert.Equal("no", error.Message);
        Every_item_runs_once(10);
    }

    [Fact]
    public void Several_callers_and_items_within_items_do_not_wait_for_each_other_for_ever()
    {
        int runs = 0;

        Parallel.For(0, 20, _ => Lanes.For(5, _ => Lanes.For(3, _ => Interlocked.Increment(ref runs))));

        Assert.Equal(300, runs);
    }

    [Fact]
    public void Items_of_several_callers_that_wait_for_their_last_one_all_end()
    {
        Assert.SkipWhen(Lanes.Count == 1, "There are no lanes here.");
        const int Callers = 8;
        const int Rounds = 300;
        int ended = 0;
        Thread[] callers = [.. Enumerable.Range(0, Callers).Select(_ => new Thread(() =>
        {
            object shared = new();
            for (int round = 0; round < Rounds; round++, Interlocked.Increment(ref ended))
            {
                Lanes.For(Lanes.Count, _ =>
                {
                    Lanes.InTurn(() => { }, shared);
                    Lanes.InTurn(() => { }, shared); // the first item waits for the last
                });
            }
        }) { IsBackground = true })];

        Array.ForEach(callers, caller => caller.Start());
        int before = -1;
        while (Volatile.Read(ref ended) is < Callers * Rounds and int now && now != before) // where a minute ends no round, some wait for ever
        {
            before = now;
            SpinWait.SpinUntil(() => !callers.Any(caller => caller.IsAlive), TimeSpan.FromMinutes(1));
        }

        Assert.Equal(Callers * Rounds, Volatile.Read(ref ended));
    }

    [Fact]
    public void Threads_that_are_no_lanes_keep_their_number_of_native_threads()
    {
        int before = TorchSharp.torch.get_num_threads();

        Lanes.For(8, _ => Assert.Equal(1, Lanes.Count == 1 ? 1 : TorchSharp.torch.get_num_threads()));

        Assert.Equal(before, TorchSharp.torch.get_num_threads());
    }
}
