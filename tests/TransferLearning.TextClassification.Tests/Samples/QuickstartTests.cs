using Xunit;

namespace TransferLearning.TextClassification.Tests.Samples;

/// <summary>The sample that the README begins with does what it says.</summary>
public sealed class QuickstartTests
{
    [Fact]
    public Task It_trains_evaluates_predicts_saves_and_loads() => AssertRunsAsync("from scratch");

    [Fact]
    public async Task It_starts_from_a_checkpoint_where_one_is_given()
    {
        using TemporaryFolder checkpoint = new();
        string path = checkpoint.File("tiny-bert");
        TinyBertFolder.Write(path);

        await AssertRunsAsync($"Starting from the checkpoint in {path}", path);
    }

    private static async Task AssertRunsAsync(string beginning, params string[] arguments)
    {
        using TemporaryFolder folder = new();
        using ChildProcess quickstart = await ChildProcess.RunDotnetAsync(folder.Path, null, TestContext.Current.CancellationToken, [BuiltProgram.Quickstart, .. arguments]);

        Assert.True(quickstart.ExitCode == 0, quickstart.All);
        foreach (string word in (string[])[beginning, "epoch", "accuracy", "f1", "support", "I was charged twice", "the answers are the same"])
        {
            Assert.Contains(word, quickstart.Output, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
