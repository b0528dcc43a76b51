using Xunit;

namespace TransferLearning.TextClassification.Tests.Samples;

/// <summary>The sample that the README begins with does what it says.</summary>
public sealed class QuickstartTests
{
    [Fact]
    public async Task It_trains_evaluates_predicts_saves_and_loads()
    {
        using TemporaryFolder folder = new();
        using ChildProcess quickstart = await ChildProcess.RunDotnetAsync(folder.Path, null, TestContext.Current.CancellationToken, BuiltProgram.Quickstart);

        Assert.True(quickstart.ExitCode == 0, quickstart.All);
        foreach (string word in (string[])["from scratch", "epoch", "accuracy", "f1", "support", "I was charged twice", "the answers are the same"])
        {
            Assert.Contains(word, quickstart.Output, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
