using System.Diagnostics;
using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>Several downloads of one checkpoint at once, and the lock between them.</summary>
public sealed class HubSharingTests : HubTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Downloads_of_one_process_share_one_transfer()
    {
        Server.Fault = SlowAsync;

        string[] snapshots = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DownloadAsync())));

        Assert.All(snapshots, AssertWhole);
        Assert.Equal(1, Server.Count(HubCall.Stored, Weights));
    }

    [Fact]
    public async Task Downloads_of_several_processes_share_one_transfer()
    {
        Server.Fault = SlowAsync;

        HubChild[] children = [.. Enumerable.Range(0, 3).Select(_ => HubChild.Start(Server.Address, CacheFolder))];
        foreach (HubChild child in children)
        {
            Assert.Equal(Snapshot, await child.ReadAsync(Cancellation));
            child.Dispose();
        }

        AssertWhole(Snapshot);
        Assert.Equal(1, Server.Count(HubCall.Stored, Weights));
    }

    [Fact]
    public async Task A_killed_process_leaves_a_part_and_no_lock()
    {
        TaskCompletionSource<bool> hasPart = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Fault = async call => call is { Kind: HubCall.Stored, Number: 1 } && await HangAsync(call, 100_000, hasPart);

        using (HubChild child = HubChild.Start(Server.Address, CacheFolder))
        {
            await hasPart.Task.WaitAsync(Cancellation);
            child.Kill();
        }

        AssertNothingUsable();
        AssertWhole(await DownloadAsync());
        Assert.Equal([0, 100_000], Server.Calls.Where(call => call.Kind == HubCall.Stored).Select(call => call.From));
    }

    [Fact]
    public async Task A_wait_for_the_lock_can_be_ended()
    {
        Directory.CreateDirectory(CacheFolder);
        string path = Path.Combine(CacheFolder, "x.lock");
        int waits = 0;
        using CancellationTokenSource soon = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using (await HubLock.AcquireAsync(path, null, Cancellation))
        {
            Task<IDisposable> second = HubLock.AcquireAsync(path, () => waits++, soon.Token);
            await Task.Delay(150, Cancellation);
            Assert.False(second.IsCompleted);
            Assert.Equal(1, waits);
            await soon.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        }

        (await HubLock.AcquireAsync(path, null, Cancellation)).Dispose();
    }

    [Fact]
    public async Task The_lock_is_the_one_of_the_system_that_the_Python_library_takes_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program flock is wanted.");
        Directory.CreateDirectory(CacheFolder);
        string path = Path.Combine(CacheFolder, "x.lock");
        using Process holder = Process.Start(new ProcessStartInfo("flock", [path, "sh", "-c", "echo held; read -r line"]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(Cancellation));

        Task<IDisposable> ours = HubLock.AcquireAsync(path, null, Cancellation);
        Assert.False(ours.IsCompleted);
        holder.StandardInput.Close();
        using (await ours)
        {
            using Process other = Process.Start("flock", ["--nonblock", path, "true"]);
            await other.WaitForExitAsync(Cancellation);
            Assert.Equal(1, other.ExitCode);
        }
    }

    /// <summary>The large file takes a while, so that the downloads meet.</summary>
    private static async Task<bool> SlowAsync(HubCall call)
    {
        if (call.Kind == HubCall.Stored)
        {
            await Task.Delay(1500, Cancellation);
        }

        return false;
    }
}
