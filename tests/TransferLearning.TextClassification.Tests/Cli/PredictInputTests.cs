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
}
