using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>A cache that the Python library filled: it takes neither the pooling of a sentence-embedding checkpoint nor this library's own files.</summary>
public sealed class HubPartCacheTests : HubTest
{
    private const string PoolingFile = "1_Pooling/config.json";
    private const string ClassifierFile = "classifier.json";

    private HubSettings Offline => Settings() with { Offline = true };

    private string Pinned => $"{HubServer.Model}@{Server.Commit}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_it_lacks_is_fetched_into_the_same_snapshot(bool isPinned)
    {
        FillAsPython(Config, "vocab.txt", Weights);

        AssertWhole(await DownloadAsync(name: isPinned ? Pinned : HubServer.Model));

        Assert.Equal([(HubCall.Content, PoolingFile)], Server.Calls.Where(call => call.Kind is HubCall.Content or HubCall.Stored).Select(call => (call.Kind, call.File)));
        Assert.Empty(Log.Warnings);
    }

    [Fact]
    public async Task A_pinned_commit_is_asked_for_once_be_there_such_a_file_or_not()
    {
        FillAsPython(Config, "vocab.txt", Weights);
        Server.Files.TryRemove(PoolingFile, out _);

        Assert.Equal(Snapshot, await DownloadAsync(name: Pinned));
        Assert.Equal(Snapshot, await DownloadAsync(name: Pinned));

        Assert.Equal(HubCall.List, Assert.Single(Server.Calls).Kind);
        Assert.Contains($".no_exist/{Server.Commit}/{PoolingFile}", Entries());
    }

    [Fact]
    public async Task Offline_it_is_said_what_is_not_known()
    {
        FillAsPython(Config, "vocab.txt", Weights);

        Assert.Equal(Snapshot, await DownloadAsync(Offline));

        Assert.Contains($"{HubServer.Model}: the hub was not asked, and the cache does not say whether the checkpoint has {PoolingFile} and {ClassifierFile};", Assert.Single(Log.Warnings), StringComparison.Ordinal);
        Assert.Empty(Server.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Offline_nothing_is_said_once_the_hub_was_asked(bool hasPooling)
    {
        FillAsPython(Config, "vocab.txt", Weights);
        if (!hasPooling)
        {
            Server.Files.TryRemove(PoolingFile, out _);
        }

        await DownloadAsync();
        await DownloadAsync(Offline);
        await DownloadAsync(Offline, Pinned);

        Assert.Empty(Log.Warnings);
    }

    [Theory]
    [InlineData(503, false)]
    [InlineData(503, true)]
    [InlineData(401, true)]
    [InlineData(404, true)]
    public async Task Where_the_hub_does_not_answer_the_copy_is_used_and_both_are_said(int status, bool isPinned)
    {
        FillAsPython(Config, "vocab.txt", Weights);
        Server.Fault = call => Task.FromResult(call.Answer(status));

        Assert.Equal(Snapshot, await DownloadAsync(name: isPinned ? Pinned : HubServer.Model));

        Assert.Collection(
            Log.Warnings,
            warning => Assert.Contains("The copy in the cache is used", warning, StringComparison.Ordinal),
            warning => Assert.Contains(PoolingFile, warning, StringComparison.Ordinal));
        Assert.Single(Server.Calls);
    }

    [Theory]
    [InlineData(HubCall.Describe, 401)]
    [InlineData(HubCall.Describe, 503)]
    [InlineData(HubCall.Content, 403)]
    public async Task What_a_pinned_commit_lacks_and_does_not_get_keeps_no_one_from_its_copy(string kind, int status)
    {
        FillAsPython(Config, "vocab.txt", Weights);
        Server.Fault = call => Task.FromResult(call.Kind == kind && call.Answer(status));

        Assert.Equal(Snapshot, await DownloadAsync(name: Pinned));

        Assert.Contains(PoolingFile, Log.Warnings.Last(), StringComparison.Ordinal);
        Assert.DoesNotContain(Server.Calls, call => call.File == Weights);
    }

    [Fact]
    public async Task A_cache_that_lacks_nothing_need_not_be_written()
    {
        FillAsPython(Config, "vocab.txt", PoolingFile, Weights);
        await File.WriteAllTextAsync(Path.Combine(ModelFolder, ".no_exist"), "in the way", TestContext.Current.CancellationToken);

        Assert.Equal(Snapshot, await DownloadAsync(name: Pinned));

        Assert.False(Directory.Exists(Path.Combine(CacheFolder, ".locks")));
    }
}
