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
        foreach (string word in (string[])["--encoder", "--warmup-ratio", "--word-vectors", $"[default: 16; cnn {TrainingDefaults.Cnn.BatchSize}; rnn {TrainingDefaults.Rnn.BatchSize}; transformer {TrainingDefaults.Transformer.BatchSize}]", "--head", "[default: 0.00005; cnn 0.0", "[default: 42]", "[default: auto]"])
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
    [InlineData("--precision", "float8")]
    [InlineData("--precision", "float16")] // on the processor
    [InlineData("--delimiter", "ab")]
    [InlineData("--encoding", "klingon")]
    [InlineData("--encoding", "utf-7")]
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
        string cache = folder.NewPath();
        string checkpoints = folder.NewPath();
        using ChildProcess train = await folder.RunAsync("train", "--encoder", folder.Encoder, "--data", folder.Data, "--test", folder.Data, "--out", model, "--epochs", "2", "--learning-rate", "1e-2", "--report", report, "--token-cache", cache, "--checkpoint", checkpoints);
        Assert.True(train.ExitCode == 0, train.All);
        Assert.Single(Directory.GetFiles(cache, "*.tokens"));
        Assert.Empty(Directory.GetDirectories(checkpoints)); // made at the start; the end has removed what was in it
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
        using ChildProcess refused = await folder.RunAsync("predict", "--model", model, "--text", "a", "--precision", "float16");
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("error: --precision is Float16 and the device the processor; expected Auto, Float32 or BFloat16", refused.Error, StringComparison.Ordinal);
        using JsonDocument prediction = JsonDocument.Parse(predict.Output);
        Assert.Equal(["text", "label", "probability", "probabilities"], prediction.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("@charged \"twice\" 😀", prediction.RootElement.GetProperty("text").GetString());

        using ChildProcess info = await folder.RunAsync("info", "--model", model);
        Assert.True(info.ExitCode == 0, info.All);
        Assert.Contains("billing, shipping", info.Output, StringComparison.Ordinal);
        Assert.Contains("Pooler (the saved classifier's own)", info.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_the_training_data_in_the_others_are_one_warning_each()
    {
        string validation = TinyBertFolder.WriteRows(folder.NewPath() + ".tsv", 6);
        string test = folder.NewPath() + ".tsv";
        await File.WriteAllLinesAsync(test, ["label\ttext", "billing\tI was charged twice 0", "shipping\tnew to both"], TestContext.Current.CancellationToken);
        string[] words = ["train", "--encoder", folder.Encoder, "--data", folder.Data, "--epochs", "1"];
        using ChildProcess train = await folder.RunAsync([.. words, "--validation", validation, "--test", test, "--out", folder.NewPath()]);
        Assert.True(train.ExitCode == 0, train.All);

        Assert.Equal(
            [
                $"warning: 1 of 2 rows of {test} also stand in {folder.Data}; they make the test look better than it is. Remove them from one of the two ('tltc data --test' lists them)",
                $"warning: 6 of 6 rows of {validation} also stand in {folder.Data}; they make the validation look better than it is. Remove them from one of the two",
            ],
            train.Error.Split('\n').Where(line => line.Contains("also stand", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("cnn")]
    [InlineData("rnn")]
    public async Task An_encoder_from_scratch_is_trained_with_its_own_defaults_and_word_vectors(string encoder)
    {
        string model = folder.NewPath();
        string report = folder.NewPath();
        string vectors = folder.NewPath();
        await File.WriteAllTextAsync(vectors, "2 3\ncharged 1 2 3\nzebra 3 2 1\n", TestContext.Current.CancellationToken);
        using ChildProcess train = await folder.RunAsync("train", "--encoder", encoder, "--data", folder.Data, "--out", model, "--word-vectors", vectors, "--epochs", "2", "--report", report);
        Assert.True(train.ExitCode == 0, train.All);
        using JsonDocument figures = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        JsonElement configuration = figures.RootElement.GetProperty("configuration");
        using ChildProcess predict = await folder.RunAsync("predict", "--model", model, "--text", "charged twice");
        using ChildProcess info = await folder.RunAsync("info", "--model", model);

        Assert.Equal(("2", "chosen"), Value("epochs"));
        Assert.Equal((TrainingDefaults.Cnn.BatchSize.ToString(System.Globalization.CultureInfo.InvariantCulture), "recommended"), Value("batch_size"));
        Assert.Equal("recommended", Value("learning_rate").Source);
        Assert.Contains("of 3 numbers", Value("word_vectors").Value, StringComparison.Ordinal);
        Assert.Contains("have a vector in", train.Error, StringComparison.Ordinal);
        Assert.Contains("\"label\"", predict.Output, StringComparison.Ordinal);
        Assert.Matches($@"encoder +{encoder}\n", info.Output);

        (string? Value, string? Source) Value(string name) => (configuration.GetProperty(name).GetProperty("value").GetString(), configuration.GetProperty(name).GetProperty("source").GetString());
    }

    [Fact]
    public async Task A_transformer_from_scratch_takes_a_head_and_its_own_defaults()
    {
        string model = folder.NewPath();
        string report = folder.NewPath();
        using ChildProcess train = await folder.RunAsync(
            "train", "--encoder", "transformer", "--data", folder.Data, "--out", model, "--epochs", "1", "--head", "mlp", "--pooling", "last-layers", "--report", report);
        Assert.True(train.ExitCode == 0, train.All);
        using JsonDocument figures = JsonDocument.Parse(await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        JsonElement configuration = figures.RootElement.GetProperty("configuration");
        using ChildProcess info = await folder.RunAsync("info", "--model", model);
        using ChildProcess both = await folder.RunAsync("train", "--encoder", "transformer", "--data", folder.Data, "--out", folder.NewPath(), "--head", "attention", "--pooling", "max");

        Assert.Equal(("transformer", "mlp", "last_layers"), (Value("encoder"), Value("head"), Value("pooling")));
        Assert.Equal(TrainingDefaults.Transformer.LearningRate.ToString(System.Globalization.CultureInfo.InvariantCulture), Value("learning_rate"));
        Assert.Matches(@"encoder +transformer\n", info.Output);
        Assert.Contains("none gives these answers: the reference implementation has no classifiers of the kind 'transformer'", info.Output, StringComparison.Ordinal);
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("The pooling is Max and the head 'attention'", both.Error, StringComparison.Ordinal);

        string? Value(string name) => configuration.GetProperty(name).GetProperty("value").GetString();
    }

    [Fact]
    public async Task Broken_word_vectors_and_those_beside_a_checkpoint_are_refused()
    {
        string vectors = folder.NewPath();
        await File.WriteAllTextAsync(vectors, "charged 1 2 3\nzebra 3 x 1\n", TestContext.Current.CancellationToken);
        using ChildProcess broken = await folder.RunAsync("train", "--encoder", "cnn", "--data", folder.Data, "--out", folder.NewPath(), "--word-vectors", vectors);
        using ChildProcess missing = await folder.RunAsync("train", "--encoder", "rnn", "--data", folder.Data, "--out", folder.NewPath(), "--word-vectors", "nowhere.txt");
        using ChildProcess beside = await folder.RunAsync("train", "--encoder", folder.Encoder, "--data", folder.Data, "--out", folder.NewPath(), "--word-vectors", vectors);

        Assert.Equal((2, 2, 2), (broken.ExitCode, missing.ExitCode, beside.ExitCode));
        Assert.Contains($"{vectors}: line 2: number 2 of the word 'zebra' is 'x'", broken.Error, StringComparison.Ordinal);
        Assert.Contains("--word-vectors is nowhere.txt", missing.Error, StringComparison.Ordinal);
        Assert.Contains("expected --encoder cnn or rnn", beside.Error, StringComparison.Ordinal);
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
    public async Task What_a_folder_says_of_itself_does_not_reach_the_terminal_as_commands()
    {
        string model = folder.NewPath();
        Directory.CreateDirectory(model);
        foreach (string file in Directory.EnumerateFiles(folder.Encoder))
        {
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        }

        string configuration = Path.Combine(model, "config.json");
        await File.WriteAllTextAsync(configuration, (await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken)).Replace("\"billing\"", "\"bill\\u001b[2Jing\\n\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        using ChildProcess info = await folder.RunAsync("info", "--model", model);

        Assert.True(info.ExitCode == 0, info.All);
        Assert.Contains("2: bill [2Jing , shipping", info.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pooling_is_called_by_its_word()
    {
        using ChildProcess train = await folder.RunAsync("train", "--encoder", "rnn", "--data", folder.Data, "--out", folder.NewPath(), "--pooling", "first");

        Assert.Equal(2, train.ExitCode);
        Assert.Contains("The pooling is first and the encoder 'rnn'; expected one of last-max-mean, last,", train.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_report_needs_no_model()
    {
        using ChildProcess data = await folder.RunAsync("data", "--data", folder.Data, "--test", folder.Data);

        Assert.True(data.ExitCode == 0, data.All);
        Assert.Contains("billing", data.Output, StringComparison.Ordinal);
        Assert.Contains("64 test rows (100.0 %) also stand in the training data; 0 of them with another label.", data.Output, StringComparison.Ordinal);
        Assert.Contains("  … 54 more", data.Output, StringComparison.Ordinal);
    }
}
