using System.Diagnostics;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>Ctrl-C: the first saves the best so far, the second aborts.</summary>
public sealed class InterruptionTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    [Fact]
    public async Task The_first_saves_and_exits_0()
    {
        string model = folder.NewPath();
        using ChildProcess train = await StartTrainingAsync(model);

        await InterruptAsync(train);
        await train.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(train.ExitCode == 0, train.All);
        Assert.Contains("Stopping", train.Error, StringComparison.Ordinal);
        using ChildProcess predict = await folder.RunAsync("predict", "--model", model, "--text", "where is my parcel");
        Assert.True(predict.ExitCode == 0, predict.All);
    }

    [Fact]
    public async Task The_second_aborts_exits_1_and_leaves_no_folder()
    {
        string model = folder.NewPath();
        using ChildProcess train = await StartTrainingAsync(model, "--test", TinyBertFolder.WriteRows(folder.NewPath() + ".tsv", 100_000));

        await InterruptAsync(train);
        await train.WaitForTextAsync("Stopping", TestContext.Current.CancellationToken); // two signals that wait together are one
        await InterruptAsync(train);
        await train.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(train.ExitCode == 1, train.All);
        Assert.DoesNotContain("   at ", train.Error, StringComparison.Ordinal);
        string name = Path.GetFileName(model);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(model)!), entry => entry.Contains(name, StringComparison.Ordinal));
    }

    /// <summary>Starts a training that would take hours, and waits for its first progress.</summary>
    private async Task<ChildProcess> StartTrainingAsync(string model, params string[] more)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There is no SIGINT to send here.");
        ChildProcess train = folder.Start(["train", "--encoder", folder.Encoder, "--data", folder.Data, "--out", model, "--epochs", "1000000", .. more]);
        await train.WaitForTextAsync("epoch 1/", TestContext.Current.CancellationToken);
        return train;
    }

    private static async Task InterruptAsync(ChildProcess child)
    {
        using Process kill = Process.Start("kill", ["-INT", child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
