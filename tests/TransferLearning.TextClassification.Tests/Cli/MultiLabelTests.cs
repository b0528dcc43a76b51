using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>Several labels a row, joined by <c>|</c>.</summary>
public sealed class MultiLabelTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    [Fact]
    public async Task A_classifier_of_several_labels_is_trained_asked_and_scored()
    {
        string model = folder.NewPath();
        string report = folder.NewPath();
        string data = folder.NewFile(".tsv", ["label\ttext", .. TinyBertFolder.Rows(64).Select((row, i) => $"{(row.Label == "billing" ? "billing|urgent" : i % 4 == 1 ? "shipping" : "shipping|urgent")}\t{row.Text}")]);

        using ChildProcess train = await folder.RunAsync("train", "--encoder", "transformer", "--data", data, "--out", model, "--epochs", "4", "--batch-size", "16", "--learning-rate", "3e-3", "--report", report);
        JsonElement trained = CommandLineAssert.Report(train, report);
        using ChildProcess predict = await folder.RunAsync("predict", "--model", model, "--data", data, "--all");
        JsonElement[] answers = CommandLineAssert.Answers(predict);
        using ChildProcess evaluate = await folder.RunAsync("evaluate", "--model", model, "--data", data, "--report", report);
        JsonElement scored = CommandLineAssert.Report(evaluate, report);

        Assert.Equal("MultiLabel", trained.GetProperty("configuration").GetProperty("task").GetProperty("value").GetString());
        Assert.False(trained.TryGetProperty("accuracy", out _)); // neither test nor validation data
        Assert.All(answers, AssertConsistent);
        string[][] found = [.. answers.Select(Labels)];
        string[][] labelled = [.. File.ReadLines(data).Skip(1).Select(line => line.Split('\t')[0].Split('|'))];
        Assert.True(found.Select(labels => string.Join('|', labels)).Distinct().Count() > 1, "All rows have the same answer.");
        Assert.Equal(found.Zip(labelled).Average(row => row.First.ToHashSet().SetEquals(row.Second) ? 1.0 : 0), scored.GetProperty("accuracy").GetDouble(), 1e-9);
        Assert.Equal(F1(found, labelled, _ => true), scored.GetProperty("micro_f1").GetDouble(), 1e-9);
        Assert.Equal(((string[])["billing", "shipping", "urgent"]).Average(label => F1(found, labelled, other => other == label)), scored.GetProperty("macro_f1").GetDouble(), 1e-9);
    }

    /// <summary>The labels are those above one half, and <c>label</c> is the likeliest, above it or not.</summary>
    private static void AssertConsistent(JsonElement answer)
    {
        Assert.Equal(["text", "label", "probability", "labels", "probabilities"], answer.EnumerateObject().Select(member => member.Name));
        (string Label, float Probability)[] all = [.. answer.GetProperty("probabilities").EnumerateObject().Select(label => (label.Name, label.Value.GetSingle()))];
        Assert.Equal(["billing", "shipping", "urgent"], all.Select(label => label.Label));
        Assert.Equal(all.Where(label => label.Probability > 0.5f).Select(label => label.Label).Order(), Labels(answer).Order());
        Assert.Equal(all.MaxBy(label => label.Probability), (answer.GetProperty("label").GetString(), answer.GetProperty("probability").GetSingle()));
    }

    private static string[] Labels(JsonElement answer) => [.. answer.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)];

    private static double F1(string[][] found, string[][] labelled, Func<string, bool> counts)
    {
        double both = found.Zip(labelled).Sum(row => row.First.Intersect(row.Second).Count(counts));
        int all = found.Concat(labelled).Sum(labels => labels.Count(counts));
        return all == 0 ? 0 : 2 * both / all;
    }
}
