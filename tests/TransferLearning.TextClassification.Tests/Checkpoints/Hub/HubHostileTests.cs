using System.Globalization;
using System.Text;
using TransferLearning.TextClassification.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>Names that are paths, absurd sizes, impossible headers, links in the cache.</summary>
public sealed class HubHostileTests : HubTest
{
    [Theory]
    [InlineData("../../escaped.safetensors")]
    [InlineData("/tmp/escaped.safetensors")]
    [InlineData("..\\escaped.safetensors")]
    [InlineData("sub/escaped.safetensors")]
    [InlineData("C:escaped.safetensors")]
    [InlineData("..")]
    [InlineData("not-there.safetensors")]
    public async Task An_index_that_names_a_path_is_refused(string file)
    {
        string json = file.Replace("\\", "\\\\", StringComparison.Ordinal);
        Shard($"\"a\": \"model-00001-of-00003.safetensors\", \"b\": \"{json}\"");
        if (file != "not-there.safetensors")
        {
            Server.Files[file] = "escaped"u8.ToArray(); // the list names it too
        }

        Assert.Contains($"names the file '{file}'", (await FailAsync()).Message, StringComparison.Ordinal);

        Assert.DoesNotContain(Server.Calls, call => call.Kind == HubCall.Stored);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(CacheFolder)!, "*escaped*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_index_that_names_no_file_is_refused()
    {
        Shard("\"a\": 7");

        Assert.Contains("no file name", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_names_of_the_list_that_are_paths_are_never_asked_for()
    {
        Server.Files["../config.json"] = "x"u8.ToArray();
        Server.Files["/etc/passwd"] = "x"u8.ToArray();
        Server.Files["..\\vocab.txt"] = "x"u8.ToArray();

        AssertWhole(await DownloadAsync());

        Assert.Equal(5, Entries().Count(entry => entry.StartsWith("blobs/", StringComparison.Ordinal) || entry.StartsWith("refs/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("../../../../escaped", "no checksum")]
    [InlineData("\"0123\"", "no checksum")]
    [InlineData("\"0123456789ABCDEF0123456789abcdef01234567\"", "no checksum")]
    [InlineData("\"0123456789abcdef0123456789abcdef01234567/../x\"", "no checksum")]
    public async Task A_tag_that_is_no_checksum_is_refused(string tag, string expected)
    {
        Server.Fault = call => Task.FromResult(call.Kind == HubCall.Describe && call.Answer(200, "ETag", tag));

        Assert.Contains(expected, (await FailAsync()).Message, StringComparison.Ordinal);
        AssertNothingUsable();
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999999999")]
    public async Task A_size_that_is_no_number_is_refused(string size)
    {
        Server.Fault = call =>
        {
            call.Context.Response.Headers["X-Linked-ETag"] = $"\"{new string('0', 64)}\"";
            return Task.FromResult(call is { Kind: HubCall.Describe } && call.Answer(200, "X-Linked-Size", size));
        };

        Assert.Contains($"the size '{size}'", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Weights, long.MaxValue, "at most 34,359,738,368 bytes are downloaded")]
    [InlineData("vocab.txt", 300L << 20, "no such file has more than")]
    public async Task Absurd_sizes_are_refused_before_a_download(string file, long size, string expected)
    {
        Server.Fault = call =>
        {
            call.Context.Response.Headers["X-Linked-ETag"] = $"\"{new string('0', 64)}\"";
            return Task.FromResult(call.Kind == HubCall.Describe && call.File == file && call.Answer(200, "X-Linked-Size", size.ToString(CultureInfo.InvariantCulture)));
        };

        Assert.Contains(expected, (await FailAsync()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.Calls, call => call.Kind is HubCall.Content or HubCall.Stored);
    }

    [Fact]
    public async Task A_file_of_another_commit_is_refused()
    {
        Server.Fault = call =>
        {
            if (call.Kind == HubCall.Describe)
            {
                call.Context.Response.Headers["X-Repo-Commit"] = new string('f', 40);
                call.Context.Response.Headers.ETag = $"\"{new string('0', 40)}\"";
            }

            return Task.FromResult(call.Kind == HubCall.Describe);
        };

        Assert.Contains("is served from another", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pinned_commit_that_the_hub_answers_with_another_is_refused() =>
        Assert.Contains("or another than", (await FailAsync(name: HubServer.Model + "@" + new string('e', 40))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("blobs")]
    [InlineData("refs")]
    [InlineData("snapshots")]
    [InlineData(".no_exist")]
    public async Task A_folder_of_the_cache_that_is_a_link_is_not_written_through(string folder)
    {
        string elsewhere = Path.Combine(Path.GetDirectoryName(CacheFolder)!, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        Directory.CreateDirectory(ModelFolder);
        Directory.CreateSymbolicLink(Path.Combine(ModelFolder, folder), elsewhere);

        CheckpointException exception = await Assert.ThrowsAsync<CheckpointException>(() => DownloadAsync());

        Assert.Contains("this is a link", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(elsewhere, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".incomplete")]
    public async Task A_file_of_the_cache_that_is_a_link_is_not_written_through(string suffix)
    {
        string elsewhere = Path.Combine(Path.GetDirectoryName(CacheFolder)!, "elsewhere");
        await File.WriteAllTextAsync(elsewhere, "mine", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(WeightsBlob)!);
        File.CreateSymbolicLink(WeightsBlob + suffix, elsewhere);

        await Assert.ThrowsAsync<CheckpointException>(() => DownloadAsync());

        Assert.Equal("mine", await File.ReadAllTextAsync(elsewhere, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(Config)]
    [InlineData(Weights)]
    public async Task A_snapshot_with_a_link_out_of_the_cache_is_refused(string file)
    {
        string elsewhere = Path.Combine(Path.GetDirectoryName(CacheFolder)!, "elsewhere");
        await File.WriteAllTextAsync(elsewhere, "{}", Encoding.UTF8, TestContext.Current.CancellationToken);
        string path = Path.Combine(await DownloadAsync(), file);
        File.Delete(path);
        File.CreateSymbolicLink(path, elsewhere);

        HubSettings offline = Settings() with { Offline = true };
        Assert.Contains("leads out of", (await Assert.ThrowsAsync<CheckpointException>(() => DownloadAsync())).Message, StringComparison.Ordinal);
        Assert.Contains("leads out of", (await Assert.ThrowsAsync<CheckpointException>(() => DownloadAsync(offline))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_is_no_commit_is_not_followed()
    {
        await DownloadAsync();
        await File.WriteAllTextAsync(Path.Combine(ModelFolder, "refs", "main"), "../../../elsewhere", TestContext.Current.CancellationToken);

        Assert.Contains("no complete copy", (await FailAsync(Settings() with { Offline = true })).Message, StringComparison.Ordinal);
    }
}
