using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>Only the cache is used.</summary>
public sealed class HubOfflineTests : HubTest
{
    private HubSettings Offline => Settings() with { Offline = true };

    [Fact]
    public async Task What_the_cache_has_is_used_and_the_hub_is_not_asked()
    {
        await DownloadAsync();
        int before = Server.Calls.Count;

        AssertWhole(await DownloadAsync(Offline));
        AssertWhole(await DownloadAsync(Offline, $"{HubServer.Model}@{Server.Commit}"));

        Assert.Equal(before, Server.Calls.Count);
    }

    [Fact]
    public async Task What_it_does_not_have_is_an_error()
    {
        HubException exception = await FailAsync(Offline);

        Assert.Contains("HF_HUB_OFFLINE", exception.Message, StringComparison.Ordinal);
        Assert.Contains(CacheFolder, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Calls);
        Assert.False(Directory.Exists(CacheFolder));
    }

    [Theory]
    [InlineData(Config)]
    [InlineData("vocab.txt")]
    [InlineData(Weights)]
    public async Task A_snapshot_that_lacks_a_file_is_no_copy(string file)
    {
        File.Delete(Path.Combine(await DownloadAsync(), file));

        Assert.Contains("no complete copy", (await FailAsync(Offline)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_that_lacks_a_shard_is_no_copy()
    {
        Shard("""
            "a": "model-00001-of-00003.safetensors", "b": "model-00002-of-00003.safetensors"
            """);
        string snapshot = await DownloadAsync();
        Assert.Equal(snapshot, await DownloadAsync(Offline));

        File.Delete(Path.Combine(snapshot, "model-00002-of-00003.safetensors"));

        Assert.Contains("no complete copy", (await FailAsync(Offline)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_with_a_broken_index_is_no_copy_and_no_hindrance()
    {
        string snapshot = await DownloadAsync();
        File.Delete(Path.Combine(snapshot, Weights));
        await File.WriteAllTextAsync(Path.Combine(snapshot, "model.safetensors.index.json"), "no JSON", TestContext.Current.CancellationToken);

        Assert.Contains("no complete copy", (await FailAsync(Offline)).Message, StringComparison.Ordinal);
        AssertWhole(await DownloadAsync());
    }

    [Fact]
    public async Task Another_revision_is_no_copy()
    {
        await DownloadAsync();

        await FailAsync(Offline, HubServer.Model + "@v2");
    }
}
