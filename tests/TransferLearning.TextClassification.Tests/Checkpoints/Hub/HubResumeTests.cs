using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>Downloads that are cut, damaged or other than announced.</summary>
public sealed class HubResumeTests : HubTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dropped_connection_is_resumed_where_it_ended()
    {
        Server.Fault = async call => call is { Kind: HubCall.Stored, File: Weights, Number: <= 2 } && await CutAsync(call, 100_000);

        AssertWhole(await DownloadAsync());

        Assert.Equal([0, 100_000, 200_000], Server.Calls.Where(call => call is { Kind: HubCall.Stored, File: Weights }).Select(call => call.From));
    }

    [Fact]
    public async Task Many_cuts_are_endured_as_long_as_a_mebibyte_arrives_between_them()
    {
        Server.Files[Weights] = Noise(8 << 20);
        Server.Fault = async call => call is { Kind: HubCall.Stored, Number: <= 6 } && await CutAsync(call, 1 << 20);

        AssertWhole(await DownloadAsync());

        Assert.Equal(7, Server.Count(HubCall.Stored, Weights));
    }

    [Fact]
    public async Task A_cancelled_download_keeps_its_part_and_the_next_goes_on_there()
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        TaskCompletionSource<bool> hasPart = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Fault = async call => call is { Kind: HubCall.Stored, Number: 1 } && await HangAsync(call, 100_000, hasPart);

        Task<string> download = HubDownload.RunAsync(HubName.Parse(HubServer.Model)!, Settings(), Log, cancel.Token);
        await hasPart.Task.WaitAsync(Cancellation);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        Assert.Equal(100_000, new FileInfo(WeightsPart).Length);
        AssertNothingUsable();

        AssertWhole(await DownloadAsync());
        Assert.Equal(100_000, Server.Calls.Last(call => call.Kind == HubCall.Stored).From);
    }

    [Fact]
    public async Task A_host_that_knows_no_ranges_sends_all_again()
    {
        await LeavePartAsync(WeightBytes[..100_000]);
        Server.Fault = async call => call.Kind == HubCall.Stored && await call.AnswerAsync(WeightBytes);

        AssertWhole(await DownloadAsync());
    }

    [Theory]
    [InlineData("bytes 50000-299999/300000")]
    [InlineData("bytes 100000-299999/999999")]
    [InlineData(null)]
    public async Task Other_bytes_than_those_asked_for_are_not_appended(string? range)
    {
        await LeavePartAsync(WeightBytes[..100_000]);
        Server.Fault = async call =>
        {
            if (call is not { Kind: HubCall.Stored, Number: 1 })
            {
                return false;
            }

            call.Answer(206, range is null ? null : "Content-Range", range);
            return await call.AnswerAsync(WeightBytes[50_000..]);
        };

        AssertWhole(await DownloadAsync());
        Assert.Equal([100_000, 0], Server.Calls.Where(call => call.Kind == HubCall.Stored).Select(call => call.From));
    }

    [Fact]
    public async Task A_part_of_another_content_is_found_by_the_checksum_and_thrown_away()
    {
        await LeavePartAsync(Noise(100_000, seed: 9));

        AssertWhole(await DownloadAsync());

        Assert.Equal([100_000, 0], Server.Calls.Where(call => call.Kind == HubCall.Stored).Select(call => call.From));
    }

    [Fact]
    public async Task A_part_that_is_too_long_or_already_whole_does_no_harm()
    {
        await LeavePartAsync(Noise(400_000, seed: 9));
        AssertWhole(await DownloadAsync());

        Directory.Delete(ModelFolder, recursive: true);
        await LeavePartAsync(WeightBytes);
        AssertWhole(await DownloadAsync());

        Assert.Equal(1, Server.Count(HubCall.Stored, Weights));
    }

    [Fact]
    public async Task A_damaged_content_is_refused_and_removed()
    {
        byte[] damaged = [.. WeightBytes];
        damaged[200_000] ^= 1;
        Server.Fault = async call => call.Kind == HubCall.Stored && await call.AnswerAsync(damaged);

        HubException exception = await FailAsync();

        Assert.Contains(Weights, exception.Message, StringComparison.Ordinal);
        Assert.Contains("expected " + Server.Checksum(Weights), exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
        Assert.False(File.Exists(WeightsPart));
        AssertNothingUsable();
    }

    [Fact]
    public async Task A_damaged_small_file_is_refused_by_the_checksum_of_git()
    {
        byte[] damaged = [.. Server.Files["vocab.txt"]];
        damaged[0] ^= 1;
        Server.Fault = async call => call is { Kind: HubCall.Content, File: "vocab.txt" } && await call.AnswerAsync(damaged);

        Assert.Contains("expected " + Server.Checksum("vocab.txt"), (await FailAsync()).Message, StringComparison.Ordinal);
        AssertNothingUsable();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_was_announced_is_refused_and_removed(bool saysSo)
    {
        byte[] longer = [.. WeightBytes, 1];
        Server.Fault = async call =>
        {
            if (call.Kind != HubCall.Stored)
            {
                return false;
            }

            call.Context.Response.ContentLength = saysSo ? longer.Length : null;
            await call.Context.Response.Body.WriteAsync(longer, Cancellation);
            return true;
        };

        Assert.Contains("has more", (await FailAsync()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(WeightsPart));
        AssertNothingUsable();
    }

    [Fact]
    public async Task Less_than_was_announced_is_kept_and_an_error()
    {
        Server.Fault = async call => call.Kind == HubCall.Stored && (call.From == 0 ? await call.AnswerAsync(WeightBytes[..100_000]) : call.Answer(416));

        HubException exception = await FailAsync(Settings() with { Attempts = 1 });

        Assert.Contains("ended after 100,000 bytes of 300,000 bytes", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsTransient);
        Assert.Equal(100_000, new FileInfo(WeightsPart).Length);
        AssertNothingUsable();
    }

    [Fact]
    public async Task Silence_in_the_middle_keeps_what_came()
    {
        Server.Fault = async call => call is { Kind: HubCall.Stored, Number: 1 } && await HangAsync(call, 100_000);

        AssertWhole(await DownloadAsync(Settings() with { Timeout = TimeSpan.FromSeconds(2) }));

        Assert.Equal([0, 100_000], Server.Calls.Where(call => call.Kind == HubCall.Stored).Select(call => call.From));
    }

    [Fact]
    public async Task Progress_ends_at_all_bytes_and_files_and_counts_an_earlier_part()
    {
        await LeavePartAsync(WeightBytes[..100_000]);
        List<HubProgress> reports = [];

        await DownloadAsync(Settings() with { Progress = new Collector(reports) });

        HubProgress last = reports[^1];
        Assert.Equal((4, 4, HubServer.Model), (last.Files, last.TotalFiles, last.Model));
        Assert.Equal(last.TotalBytes, last.Bytes);
        Assert.Equal(Server.Files.Where(file => file.Key != "modeling_tiny.py").Sum(file => file.Value.Length), last.Bytes);
    }

    private async Task LeavePartAsync(byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(WeightsPart)!);
        await File.WriteAllBytesAsync(WeightsPart, content, Cancellation);
    }

    private sealed class Collector(List<HubProgress> reports) : IProgress<HubProgress>
    {
        public void Report(HubProgress value) => reports.Add(value);
    }
}
