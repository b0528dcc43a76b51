using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>The words of the command line, its streams and its exit codes.</summary>
public sealed class CommandLineTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    [Fact]
    public async Task Help_lists_the_defaults()
    {
        using ChildProcess help = await folder.RunAsync("train", "--help");

        Assert.Equal(0, help.ExitCode);
        foreach (string word in (string[])["--encoder", "--warmup-ratio", "[default: 16]", "[default: 42]", "[default: auto]"])
        {
            Assert.Contains(word, help.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--epochs", "0")]
    [InlineData("--epochs", "many")]
    [InlineData("--learning-rate", "-1")]
    [InlineData("--learning-rate", "NaN")]
    [InlineData("--batch-size", "0")]
    [InlineData("--warmup-ratio", "2")]
    [InlineData("--weight-decay", "-0.1")]
    [InlineData("--max-tokens", "0")]
    [InlineData("--max-tokens", "100000")]
    [InlineData("--pooling", "middle")]
    [InlineData("--device", "gpu")]
    [InlineData("--delimiter", "ab")]
    public async Task A_mistaken_value_is_refused_by_the_name_of_its_option(string option, string value)
    {
        string output = folder.NewPath();
        using ChildProcess train = await folder.RunAsync("train", "--encoder", folder.Encoder, "--data", folder.Data, "--out", output, option, value);

        Assert.Equal(2, train.ExitCode);
        Assert.Contains(option, train.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", train.Error, StringComparison.Ordinal);
        Assert.Empty(train.Output);
        Assert.False(Directory.Exists(output));
    }

    [Theory]
    [InlineData]
    [InlineData("train")]
    [InlineData("predict", "--model", "m")]
    [InlineData("predict", "--model", "m", "--text", "a", "-")]
    [InlineData("predict", "--model", "m", "--text-b", "a", "-")]
    [InlineData("evaluate", "--model", "m", "--data", "d", "--unknown")]
    [InlineData("info", "--model", "no-such-folder")]
    public async Task Bad_usage_exits_2_with_one_message(params string[] words)
    {
        using ChildProcess command = await folder.RunAsync(words);

        Assert.Equal(2, command.ExitCode);
        Assert.StartsWith("error: ", command.Error, StringComparison.Ordinal);
        Assert.Empty(command.Output);
    }

    [Fact]
    public async Task A_classifier_is_trained_scored_asked_and_described()
    {
        string model = folder.NewPath();
        string report = folder.NewPath();
        using ChildProcess train = await folder.RunAsync("train", "--encoder", folder.Encoder, "--data", folder.Data, "--test", folder.Data, "--out", model, "--epochs", "2", "--learning-rate", "1e-2", "--report", report);
        Assert.True(train.ExitCode == 0, train.All);
        Assert.Contains("support", train.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("epoch 2/2", train.Error, StringComparison.Ordinal);
        using JsonDocument figures = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        foreach (string name in (string[])["accuracy", "macro_f1", "micro_f1", "train_seconds", "texts_per_second", "peak_memory_mb"])
        {
            Assert.True(figures.RootElement.GetProperty(name).GetDouble() >= 0, name);
        }

        using ChildProcess evaluate = await folder.RunAsync("evaluate", "--model", model, "--data", folder.Data, "--report", report);
        Assert.True(evaluate.ExitCode == 0, evaluate.All);
        using JsonDocument again = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        Assert.Equal(figures.RootElement.GetProperty("accuracy").GetRawText(), again.RootElement.GetProperty("accuracy").GetRawText());

        using ChildProcess predict = await folder.RunAsync("predict", "--model", model, "--text", "@charged \"twice\" 😀", "--all");
        Assert.True(predict.ExitCode == 0, predict.All);
        using JsonDocument prediction = JsonDocument.Parse(predict.Output);
        Assert.Equal(["text", "label", "probability", "probabilities"], prediction.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("@charged \"twice\" 😀", prediction.RootElement.GetProperty("text").GetString());

        using ChildProcess info = await folder.RunAsync("info", "--model", model);
        Assert.True(info.ExitCode == 0, info.All);
        Assert.Contains("billing, shipping", info.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_are_answered_in_order_also_from_the_standard_input()
    {
        string model = folder.NewPath();
        using ChildProcess train = await folder.RunAsync("train", "--encoder", folder.Encoder, "--data", folder.Data, "--out", model, "--epochs", "1");
        Assert.True(train.ExitCode == 0, train.All);

        using ChildProcess predict = folder.Start("predict", "--model", model, "-");
        await predict.GiveInputAsync("first\n\nthe third text\n");
        await predict.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(predict.ExitCode == 0, predict.All);
        string[] texts = [.. predict.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!)];
        Assert.Equal(["first", "", "the third text"], texts);
    }

    [Fact]
    public async Task The_data_report_needs_no_model()
    {
        using ChildProcess data = await folder.RunAsync("data", "--data", folder.Data, "--test", folder.Data);

        Assert.True(data.ExitCode == 0, data.All);
        Assert.Contains("billing", data.Output, StringComparison.Ordinal);
    }
}
