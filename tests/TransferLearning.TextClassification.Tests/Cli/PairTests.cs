using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>Pairs of texts, in columns by number, with validation data.</summary>
public sealed class PairTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    [Fact]
    public async Task A_classifier_of_pairs_is_trained_keeps_its_best_epoch_and_is_asked()
    {
        string model = folder.NewPath();
        string report = folder.NewPath();
        string validation = folder.NewFile(".csv", Rows(16, "shipping", "billing")); // what is learnt makes these worse, so that the first epoch is the best
        string[] reading = ["--no-header", "--delimiter", ";", "--label-column", "1", "--text-column", "3", "--text-b-column", "0"];

        using ChildProcess train = await folder.RunAsync(
            ["train", "--encoder", "transformer", "--data", folder.NewFile(".csv", Rows(64, "billing", "shipping")), "--validation", validation, "--out", model, "--epochs", "4", "--batch-size", "16", "--learning-rate", "3e-3", "--report", report, .. reading]);
        JsonElement figures = CommandLineAssert.Report(train, report);
        JsonElement history = figures.GetProperty("history");
        JsonElement[] validations = [.. history.GetProperty("validations").EnumerateArray()];
        using ChildProcess info = await folder.RunAsync("info", "--model", model);
        JsonElement[] answers = await PredictAsync(model, "where is my parcel", "the invoice is wrong", "the parcel is late");

        // The report and the saved weights are those of the first epoch.
        Assert.Equal(4, validations.Length);
        Assert.Equal(validations[0].GetProperty("step").GetInt32(), history.GetProperty("best_step").GetInt32());
        Assert.Equal("validation", figures.GetProperty("evaluated_on").GetString());
        Assert.Equal(validations[0].GetProperty("accuracy").GetDouble(), figures.GetProperty("accuracy").GetDouble());
        double loss = figures.GetProperty("evaluation").GetProperty("log_loss").GetDouble();
        Assert.Equal(validations[0].GetProperty("loss").GetDouble(), loss, 1e-4);
        Assert.NotEqual(validations[^1].GetProperty("loss").GetDouble(), loss, 0.1);
        using ChildProcess evaluate = await folder.RunAsync(["evaluate", "--model", model, "--data", validation, "--report", report, .. reading]);
        Assert.Equal(loss, CommandLineAssert.Report(evaluate, report).GetProperty("evaluation").GetProperty("log_loss").GetDouble(), 1e-4);

        Assert.Matches(@"inputs +pairs of texts\n", info.Output);
        Assert.Matches(@"labels +2: billing, shipping\n", info.Output);
        Assert.All(answers, answer => Assert.Equal(["text", "label", "probability", "text_b"], answer.EnumerateObject().Select(member => member.Name)));
        Assert.Equal("where is my parcel", answers[0].GetProperty("text").GetString());
        Assert.Equal("the invoice is wrong", answers[0].GetProperty("text_b").GetString());
        Assert.NotEqual(answers[0].GetProperty("probability").GetSingle(), answers[1].GetProperty("probability").GetSingle()); // the second text counts
    }

    /// <summary>Rows of second text, label, number and first text.</summary>
    private static string[] Rows(int count, string billing, string shipping) =>
        [.. TinyBertFolder.Rows(count).Select((row, i) => $"as a message {i / 2};{(row.Label == "billing" ? billing : shipping)};{i};{row.Text}")];

    private async Task<JsonElement[]> PredictAsync(string model, string text, params string[] seconds)
    {
        List<JsonElement> answers = [];
        foreach (string second in seconds)
        {
            using ChildProcess predict = await folder.RunAsync("predict", "--model", model, "--text", text, "--text-b", second);
            answers.Add(Assert.Single(CommandLineAssert.Answers(predict)));
        }

        return [.. answers];
    }
}
