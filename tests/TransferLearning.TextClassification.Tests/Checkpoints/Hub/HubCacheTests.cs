using System.Text;
using TransferLearning.TextClassification.Checkpoints.Hub;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>What a download leaves on the disk: the layout that the Python library writes and reads.</summary>
public sealed class HubCacheTests : HubTest
{
    [Fact]
    public async Task Contents_lie_in_blobs_links_in_snapshots_the_commit_in_refs()
    {
        AssertWhole(await DownloadAsync());

        string[] files = [Config, "vocab.txt", "1_Pooling/config.json", Weights];
        Assert.Equal(
            [.. files.Select(file => "blobs/" + Server.Checksum(file))
                .Append("refs/main")
                .Concat(files.Select(file => $"snapshots/{Server.Commit}/{file}"))
                .Concat(HubFileSelection.SmallFiles.Except(files).Select(file => $".no_exist/{Server.Commit}/{file}"))
                .Order(StringComparer.Ordinal)],
            Entries());
        Assert.Equal(Server.Commit, await File.ReadAllTextAsync(Path.Combine(ModelFolder, "refs", "main"), TestContext.Current.CancellationToken));
        Assert.Equal("../../blobs/" + Server.Checksum(Config), new FileInfo(Path.Combine(Snapshot, Config)).LinkTarget);
        Assert.Equal("../../../blobs/" + Server.Checksum("1_Pooling/config.json"), new FileInfo(Path.Combine(Snapshot, "1_Pooling", "config.json")).LinkTarget);
        Assert.Equal(
            files.Select(file => Server.Checksum(file) + ".lock").Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(CacheFolder, ".locks", "models--acme--tiny-bert")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_the_Python_library_wrote_is_not_downloaded_again()
    {
        FillAsPython(Config, "vocab.txt", "1_Pooling/config.json", Weights);

        AssertWhole(await DownloadAsync());

        Assert.All(Server.Calls, call => Assert.Equal(HubCall.List, call.Kind));
    }

    [Fact]
    public async Task A_second_download_asks_for_the_commit_only_and_a_pinned_one_for_nothing()
    {
        await DownloadAsync();
        int before = Server.Calls.Count;

        AssertWhole(await DownloadAsync());
        Assert.Equal(before + 1, Server.Calls.Count);

        AssertWhole(await DownloadAsync(name: $"{HubServer.Model}@{Server.Commit}"));
        Assert.Equal(before + 1, Server.Calls.Count);
    }

    [Fact]
    public async Task A_new_commit_downloads_what_changed_and_keeps_the_old_snapshot()
    {
        string old = await DownloadAsync();
        Server.Commit = new string('a', 40);
        Server.Files["vocab.txt"] = "[PAD]\n[UNK]\nnew\n"u8.ToArray();

        AssertWhole(await DownloadAsync());

        Assert.Equal((1, 2), (Server.Count(HubCall.Stored, Weights), Server.Count(HubCall.Content, "vocab.txt")));
        Assert.Equal("[PAD]\n[UNK]\n", await File.ReadAllTextAsync(Path.Combine(old, "vocab.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(new string('a', 40), await File.ReadAllTextAsync(Path.Combine(ModelFolder, "refs", "main"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_branch_with_slashes_is_a_folder_in_refs()
    {
        AssertWhole(await DownloadAsync(name: HubServer.Model + "@refs/pr/7"));

        Assert.Contains("refs/refs/pr/7", Entries());
        Assert.Equal(1, Server.Count(HubCall.List, "refs/pr/7"));
    }

    [Fact]
    public async Task A_pinned_revision_writes_no_reference()
    {
        AssertWhole(await DownloadAsync(name: $"{HubServer.Model}@{Server.Commit}"));

        Assert.DoesNotContain(Entries(), entry => entry.StartsWith("refs/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_links_cannot_be_made_the_files_lie_in_the_snapshot_once()
    {
        HubSettings settings = Settings() with { TryLink = (_, _) => false };

        AssertWhole(await DownloadAsync(settings));
        AssertWhole(await DownloadAsync(settings));

        Assert.Null(new FileInfo(Path.Combine(Snapshot, Weights)).LinkTarget);
        Assert.DoesNotContain(Entries(), entry => entry.StartsWith("blobs/", StringComparison.Ordinal));
        Assert.Equal(1, Server.Count(HubCall.Stored, Weights));
    }

    [Fact]
    public async Task Code_and_other_files_stay_where_they_are()
    {
        await DownloadAsync();

        Assert.DoesNotContain(Server.Calls, call => call.File == "modeling_tiny.py");
    }

    [Fact]
    public async Task Every_file_that_a_tokenizer_is_read_from_is_downloaded()
    {
        string[] names = [.. TokenizerFiles.Names, "tokenizer_config.json"];
        Array.ForEach(names, name => Server.Files[name] = Encoding.UTF8.GetBytes(name));

        string snapshot = await DownloadAsync();

        Assert.All(names, name => Assert.Equal(name, File.ReadAllText(Path.Combine(snapshot, name))));
    }

    [Fact]
    public async Task Safetensors_go_before_pickles_and_pickles_are_taken_where_there_is_nothing_else()
    {
        Server.Files["pytorch_model.bin"] = Noise(1000);
        await DownloadAsync();
        Assert.DoesNotContain(Server.Calls, call => call.File == "pytorch_model.bin");

        Server.Files.TryRemove(Weights, out _);
        Server.Commit = new string('b', 40);
        Assert.Equal(Server.Files["pytorch_model.bin"], await File.ReadAllBytesAsync(Path.Combine(await DownloadAsync(), "pytorch_model.bin"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Shards_that_the_index_names_are_downloaded_and_no_others()
    {
        Shard("""
            "a": "model-00001-of-00003.safetensors", "b": "model-00002-of-00003.safetensors", "c": "model-00001-of-00003.safetensors"
            """);

        string snapshot = await DownloadAsync();

        Assert.True(File.Exists(Path.Combine(snapshot, "model-00002-of-00003.safetensors")));
        Assert.DoesNotContain(Server.Calls, call => call.File == "model-00003-of-00003.safetensors");
    }

    [Fact]
    public async Task Two_files_of_one_content_are_downloaded_once()
    {
        Server.Files["tokenizer_config.json"] = Server.Files[Config];

        string snapshot = await DownloadAsync();

        Assert.Equal(Server.Files[Config], await File.ReadAllBytesAsync(Path.Combine(snapshot, "tokenizer_config.json"), TestContext.Current.CancellationToken));
        Assert.Equal(1, Server.Calls.Count(call => call is { Kind: HubCall.Content, File: Config or "tokenizer_config.json" }));
    }
}
