using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>What the command line writes never replaces what it reads, and spoils no classifier's folder.</summary>
public sealed class OutputPathTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    [Theory]
    [InlineData("--data")]
    [InlineData("--test")]
    public async Task A_report_that_is_a_file_of_rows_is_refused(string option)
    {
        string rows = folder.NewPath() + ".tsv";
        File.Copy(folder.Data, rows);
        string link = folder.NewPath();
        File.CreateSymbolicLink(link, rows);

        foreach (string report in (string[])[rows, link, Path.Combine(Path.GetDirectoryName(rows)!, ".", Path.GetFileName(rows))])
        {
            await AssertRefusedAsync(option, "data", "--data", option == "--data" ? rows : folder.Data, "--test", option == "--test" ? rows : folder.Data, "--report", report);
        }

        await AssertRefusedAsync(option, Train([option == "--data" ? rows : folder.Data, .. option == "--test" ? new[] { "--test", rows } : [], "--report", rows]));
        Assert.Equal(await File.ReadAllTextAsync(folder.Data, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(rows, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_written_beside_a_classifier_is_refused_in_a_folder_of_weights()
    {
        await AssertRefusedAsync("--encoder", Train(folder.Data, "--report", Path.Combine(folder.Encoder, "config.json")));
        await AssertRefusedAsync("--encoder", Train(folder.Data, "--checkpoint", Path.Combine(folder.Encoder, "checkpoints")));
        await AssertRefusedAsync("--model", "evaluate", "--model", folder.Encoder, "--data", folder.Data, "--report", Path.Combine(folder.Encoder, "report.json"));
        foreach (string[] words in (string[][])[["--report", ""], ["--report", "report.json"], ["--token-cache", ""], ["--token-cache", "cache"], ["--checkpoint", ""], ["--checkpoint", "checkpoints"]])
        {
            string[] train = Train(folder.Data);
            string output = train[^1];
            await AssertRefusedAsync("--out", [.. train, words[0], Path.Combine(output, words[1])]);
            Assert.False(Path.Exists(output));
        }
    }

    [Fact]
    public async Task What_is_written_is_refused_in_a_saved_classifier()
    {
        string model = folder.Model;
        await AssertRefusedAsync("lies in the saved classifier", [.. Train(folder.Data)[..^1], Path.Combine(model, "second")]);
        await AssertRefusedAsync("lies in the saved classifier", Train(folder.Data, "--report", Path.Combine(model, "new", "report.json")));
        await AssertRefusedAsync("lies in the saved classifier", "data", "--data", folder.Data, "--report", Path.Combine(model, "report.json"));
        await AssertRefusedAsync("lies in the saved classifier", Train(folder.Data, "--token-cache", model));
        await AssertRefusedAsync("lies in the saved classifier", Train(folder.Data, "--checkpoint", model));
        Assert.Empty(Directory.EnumerateDirectories(model));

        using ChildProcess inPlace = await folder.RunAsync("train", "--encoder", model, "--epochs", "1", "--data", folder.Data, "--out", model);
        Assert.Equal(0, inPlace.ExitCode);
    }

    [Fact]
    public async Task What_is_written_is_refused_in_a_folder_of_data()
    {
        string rows = folder.NewPath();
        foreach (string name in (string[])["pos", "neg"])
        {
            Directory.CreateDirectory(Path.Combine(rows, name));
            await File.WriteAllTextAsync(Path.Combine(rows, name, "1.txt"), "some text", TestContext.Current.CancellationToken);
        }

        string[] train = Train(rows);
        await AssertRefusedAsync("lies in the folder of --data", [.. train[..^1], Path.Combine(rows, "model")]);
        foreach (string option in (string[])["--report", "--checkpoint", "--token-cache"])
        {
            await AssertRefusedAsync("lies in the folder of --data", [.. train, option, Path.Combine(rows, "pos", "r.json")]);
        }

        await AssertRefusedAsync("lies in the folder of --test", Train(folder.Data, "--test", rows, "--report", Path.Combine(rows, "new", "r.json")));
        await AssertRefusedAsync("lies in the folder of --data", "data", "--data", rows, "--report", Path.Combine(rows, "neg", "r.json"));
        Assert.Equal(4, Directory.EnumerateFileSystemEntries(rows, "*", SearchOption.AllDirectories).Count());

        using ChildProcess beside = await folder.RunAsync("data", "--data", rows, "--report", Path.Combine(rows, "r.json"));
        Assert.True(beside.ExitCode == 0, beside.All);
    }

    [Fact]
    public async Task A_link_on_the_way_hides_no_file_of_rows()
    {
        string rows = Path.Combine(folder.NewPath(), "rows.tsv");
        Directory.CreateDirectory(Path.GetDirectoryName(rows)!);
        File.Copy(folder.Data, rows);
        string current = folder.NewPath();
        Directory.CreateSymbolicLink(current, Path.GetFileName(Path.GetDirectoryName(rows)!));

        await AssertRefusedAsync("this is the file that --data names", "data", "--data", rows, "--report", Path.Combine(current, "rows.tsv"));
        await AssertRefusedAsync("this is the file that --data names", "data", "--data", Path.Combine(current, "rows.tsv"), "--report", rows);
    }

    [Fact]
    public async Task A_report_whose_name_is_too_long_is_refused_before_the_work()
    {
        string place = folder.NewPath();
        Directory.CreateDirectory(place);
        foreach (string report in (string[])[Path.Combine(place, new string('r', 300)), Path.Combine(place, "new", new string('r', 300))])
        {
            await AssertRefusedAsync("the name is longer than the file system allows", Train(folder.Data, "--report", report));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(place));
    }

    [Fact]
    public async Task A_report_that_may_not_be_written_over_is_refused_before_the_work()
    {
        const string Report = "/sys/kernel/uevent_seqnum"; // nobody may write it
        Assert.SkipUnless(File.Exists(Report), "Only Linux has this file.");

        await AssertRefusedAsync("the file cannot be written there", Train(folder.Data, "--report", Report));
    }

    [Fact]
    public async Task A_report_to_the_output_is_all_that_is_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux names the output so.");
        string output = folder.NewPath();
        using ChildProcess data = ChildProcess.Start("/bin/sh", Path.GetTempPath(), null, "-c", $"dotnet '{BuiltProgram.CommandLine}' data --data '{folder.Data}' --report /dev/stdout > '{output}'");
        await data.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(data.ExitCode == 0, data.All);
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
        Assert.Equal(JsonValueKind.Object, report.RootElement.ValueKind);
    }

    [Fact]
    public async Task A_report_below_a_file_is_refused_before_training()
    {
        string[] train = Train(folder.Data);
        await AssertRefusedAsync("is a file", [.. train, "--report", Path.Combine(folder.Data, "report.json")]);
        Assert.False(Path.Exists(train[^1]));
    }

    [Fact]
    public async Task A_report_beside_everything_is_written()
    {
        string report = folder.NewPath();
        using ChildProcess data = await folder.RunAsync("data", "--data", folder.Data, "--test", folder.Data, "--report", report);

        Assert.True(data.ExitCode == 0, data.All);
        Assert.True(File.Exists(report));
    }

    private string[] Train(params string[] data) => ["train", "--encoder", folder.Encoder, "--epochs", "1", "--data", .. data, "--out", folder.NewPath()];

    private async Task AssertRefusedAsync(string says, params string[] words)
    {
        using ChildProcess command = await folder.RunAsync(words);

        Assert.True(command.ExitCode == 2, command.All);
        string line = Assert.Single(command.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("error: --", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
    }
}
