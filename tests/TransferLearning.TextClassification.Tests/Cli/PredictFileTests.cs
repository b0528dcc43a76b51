using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary><c>tltc predict --data</c>: files without labels.</summary>
public sealed class PredictFileTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    private static readonly string[] Texts = ["where is my parcel", "I was charged twice", "the \"invoice\" 😀 is late"];

    [Theory]
    [InlineData(".tsv", false, "id\ttext", "1\twhere is my parcel", "2\tI was charged twice", "3\tthe \"invoice\" 😀 is late")]
    [InlineData(".csv", true, "text,id", "where is my parcel,1", "\"I was charged twice\",2", "\"the \"\"invoice\"\" 😀 is late\",3")]
    [InlineData(".jsonl", true, "{\"text\":\"where is my parcel\"}", "{\"id\":2,\"text\":\"I was charged twice\"}", "{\"text\":\"the \\\"invoice\\\" \\ud83d\\ude00 is late\"}")]
    public async Task Texts_are_answered_in_their_order(string extension, bool all, params string[] lines)
    {
        using ChildProcess predict = await folder.RunAsync(["predict", "--model", folder.Model, "--data", folder.NewFile(extension, lines), .. all ? new[] { "--all" } : []]);
        JsonElement[] answers = CommandLineAssert.Answers(predict);
        using TransferClassifier classifier = TransferClassifier.Load(folder.Model, new() { Device = ComputeDevice.Cpu });
        IReadOnlyList<Prediction> expected = classifier.PredictMany([.. Texts.Select(text => new TextInput(text))], TestContext.Current.CancellationToken);

        Assert.Equal(Texts, answers.Select(answer => answer.GetProperty("text").GetString()));
        float[] billing = [.. expected.Select(prediction => prediction.Probabilities["billing"]).Order()];
        Assert.True(billing[0] < billing[1] - 0.01 && billing[1] < billing[2] - 0.01, $"The answers are too near to each other: {string.Join(", ", billing)}.");
        foreach ((JsonElement answer, Prediction prediction) in answers.Zip(expected))
        {
            Assert.Equal(["text", "label", "probability", .. all ? new[] { "probabilities" } : []], answer.EnumerateObject().Select(member => member.Name));
            Assert.Equal(prediction.Label, answer.GetProperty("label").GetString());
            Assert.Equal(prediction.Probability, answer.GetProperty("probability").GetSingle(), 1e-5f);
            if (all)
            {
                JsonElement probabilities = answer.GetProperty("probabilities");
                Assert.Equal(prediction.Probabilities.Select(pair => pair.Key), probabilities.EnumerateObject().Select(label => label.Name));
                Assert.All(prediction.Probabilities, pair => Assert.Equal(pair.Value, probabilities.GetProperty(pair.Key).GetSingle(), 1e-5f));
            }
        }
    }

    [Theory]
    [InlineData("more;body;label\nsecond one;first one;billing", "--delimiter", ";", "--text-column", "body", "--text-b-column", "more")]
    [InlineData("second one|billing|first one", "--delimiter", "|", "--no-header", "--text-column", "2", "--text-b-column", "0")]
    public async Task Columns_are_found_by_name_and_by_number(string content, params string[] options)
    {
        using ChildProcess predict = await folder.RunAsync(["predict", "--model", folder.PairModel, "--data", folder.NewFile(".csv", content), .. options]);
        JsonElement answer = Assert.Single(CommandLineAssert.Answers(predict));

        Assert.Equal("first one", answer.GetProperty("text").GetString());
        Assert.Equal("second one", answer.GetProperty("text_b").GetString());
    }

    [Fact]
    public async Task Texts_that_are_too_large_are_cut_and_counted()
    {
        string data = folder.NewFile(".tsv", "text", "exactly8", "nine byte", "ééééé", "ok");

        using ChildProcess predict = await folder.RunAsync("predict", "--model", folder.Model, "--data", data, "--max-cell-bytes", "8");

        Assert.Equal(["exactly8", "nine byt", "éééé", "ok"], CommandLineAssert.Answers(predict).Select(answer => answer.GetProperty("text").GetString()));
        Assert.Contains("warning: 2 texts were larger than --max-cell-bytes and were cut there.", predict.Error, StringComparison.Ordinal);
    }
}
