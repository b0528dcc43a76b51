using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>What <c>tltc predict</c> says of texts that it cannot read.</summary>
public sealed class PredictInputTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    private const int Patience = 60_000;

    [Theory(Timeout = Patience)]
    [InlineData("texts", "", "format is not known")]
    [InlineData("texts.csv", "--delimiter=§", "U+00A7")]
    [InlineData("texts.tsv", "--text-column=body", "'body'")]
    public async Task A_file_that_cannot_be_read_ends_in_one_message(string name, string option, string says)
    {
        string path = folder.NewPath() + name;
        await File.WriteAllTextAsync(path, "text\nwhere is my parcel\n", TestContext.Current.CancellationToken);

        using ChildProcess predict = await folder.RunAsync(["predict", "--model", folder.Encoder, "--data", path, .. option.Length == 0 ? [] : new[] { option }]);

        Assert.True(predict.ExitCode == 2, predict.All);
        Assert.Contains(says, Assert.Single(predict.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(predict.Output);
    }

    [Theory]
    [InlineData(false, "--text-b gives a second text, but the classifier in 'MODEL' is trained on single texts. Leave --text-b out.", "--text", "a", "--text-b", "b")]
    [InlineData(false, "--text-b-column gives a second text, but the classifier in 'MODEL' is trained on single texts. Leave --text-b-column out.", "--data", "FILE", "--text-b-column", "text_b")]
    [InlineData(false, "FILE, line 2: the row has a second text, but the classifier in 'MODEL' is trained on single texts.", "--data", "FILE")]
    [InlineData(true, "--text gives a single text, but the classifier in 'MODEL' is trained on pairs. Give the second text with --text-b.", "--text", "a")]
    [InlineData(true, "FILE, line 2: the row has a single text, but the classifier in 'MODEL' is trained on pairs.", "--data", "FILE", "--text-b-column", "")]
    public async Task Pairs_and_single_texts_are_taken_by_those_that_are_trained_on_them(bool pairs, string says, params string[] words)
    {
        string model = pairs ? folder.PairModel : folder.Model;
        string path = folder.NewFile(".csv", "text,text_b", "where is,my parcel");

        using ChildProcess predict = await folder.RunAsync(["predict", "--model", model, .. words.Select(word => word == "FILE" ? path : word)]);

        Assert.True(predict.ExitCode == 2, predict.All);
        Assert.StartsWith("error: " + says.Replace("MODEL", model, StringComparison.Ordinal).Replace("FILE", path, StringComparison.Ordinal), Assert.Single(predict.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(predict.Output);
    }

    [Fact]
    public async Task A_second_text_that_is_left_unread_is_no_mistake()
    {
        using ChildProcess predict = await folder.RunAsync("predict", "--model", folder.Model, "--data", folder.NewFile(".csv", "text,text_b", "where is,my parcel"), "--text-b-column", "");

        Assert.Equal("where is", Assert.Single(CommandLineAssert.Answers(predict)).GetProperty("text").GetString());
    }
}
