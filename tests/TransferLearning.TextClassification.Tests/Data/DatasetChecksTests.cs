using TransferLearning.TextClassification.Data;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Data;

public sealed class DatasetChecksTests : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("label\ttext\na\tx\na\ty\n", "one label 'a'")]
    [InlineData("label\ttext\na|b\tx\nb|a\ty\n", "the same labels")]
    public void One_class_only_cannot_be_trained_on(string content, string words)
    {
        TextDataset data = TextDataset.Read(folder.Write("one-class.tsv", content));
        TextDataException mistake = Assert.Throws<TextDataException>(() => DatasetChecks.EnsureTrainable(data));
        Assert.Contains(words, mistake.Message, StringComparison.Ordinal);
        Assert.Contains("one-class.tsv", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("label\ttext\na\tx\nb\ty\n", null)]
    [InlineData("label\ttext\na|b\tx\na\ty\n", null)]
    [InlineData("label\ttext\n1\tx\n1\ty\n", TextTask.Regression)]
    [InlineData("label\ttext\na\tx\n\ty\n", TextTask.MultiLabel)]
    public void Rows_that_differ_can_be_trained_on(string content, TextTask? task) =>
        DatasetChecks.EnsureTrainable(TextDataset.Read(folder.Write("a.tsv", content), new() { Task = task }));

    [Fact]
    public void Rows_of_the_application_are_named_by_their_number()
    {
        (TextExample[] Rows, string Words)[] cases =
        [
            ([], "no rows"),
            ([new("x", "a"), new("y")], "row 2: the row has no label"),
            ([new("x", "a"), new("y", TextTarget.FromNumber(1))], "row 1: a number is expected"),
            ([new("x", "a"), new(new TextInput("y", "z"), TextTarget.FromLabel("b"))], "row 1: the row has no second text"),
            ([new("x", TextTarget.FromLabels([])), new("y", TextTarget.FromLabels([]))], "no label at all"),
        ];
        Assert.All(cases, one => Assert.Contains(
            one.Words, Assert.Throws<TextDataException>(() => DatasetChecks.EnsureTrainable(TextDataset.FromExamples(one.Rows))).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Null_is_named()
    {
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => TextDataset.FromExamples([new("x", "a"), null!])).Message, StringComparison.Ordinal);
        Assert.Contains("index 0", (await Assert.ThrowsAsync<ArgumentException>(() => TextDataset.FromExamplesAsync(new TextExample[] { null! }.ToAsyncEnumerable(), TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        string path = folder.Write("a.tsv", "label\ttext\na\tx\nb\ty\n");
        foreach ((TextReadOptions options, string name) in ((TextReadOptions, string)[])[(new() { TextColumn = null! }, "TextColumn"), (new() { LabelColumn = null! }, "LabelColumn")])
        {
            ArgumentException mistake = await Assert.ThrowsAsync<ArgumentException>(() => TextDataset.ReadAsync(path, options, TestContext.Current.CancellationToken));
            Assert.Contains($"TextReadOptions.{name} is null", mistake.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1e30")]
    [InlineData("-2e19")]
    public void A_number_whose_square_no_float_holds_names_its_line(string number)
    {
        TextDataset data = TextDataset.Read(folder.Write("numbers.tsv", $"label\ttext\n1e19\tx\n{number}\ty\n"), new() { Task = TextTask.Regression });
        TextDataException mistake = Assert.Throws<TextDataException>(() => DatasetChecks.EnsureTargets(data, TextTask.Regression));
        Assert.Equal(3, mistake.Line);
        Assert.All(["numbers.tsv", "line 3", "too large"], word => Assert.Contains(word, mistake.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_label_never_seen_in_training_names_its_line()
    {
        TextDataset test = TextDataset.Read(folder.Write("test.tsv", "label\ttext\na\tx\nnever-seen\ty\n"));
        TextDataException mistake = Assert.Throws<TextDataException>(() => DatasetChecks.EnsureKnownLabels(["a", "b"], test, "test data"));
        Assert.Equal((3, "never-seen"), (mistake.Line, mistake.Value));
        Assert.All(["test.tsv", "line 3", "never-seen", "a, b"], word => Assert.Contains(word, mistake.Message, StringComparison.Ordinal));
        DatasetChecks.EnsureKnownLabels(["a", "never-seen"], test, "test data");
        Assert.Throws<TextDataException>(() => DatasetChecks.EnsureKnownLabels(["a"], TextDataset.FromExamples([new("x")]), "test data"));
    }

    [Fact]
    public void Pairs_are_scored_where_pairs_were_trained_on()
    {
        TextDataset pairs = TextDataset.FromExamples([new(new TextInput("x", "y"))]);
        TextDataset single = TextDataset.FromExamples([new("x")]);
        DatasetChecks.EnsureSameInputs(true, pairs, "test data");
        DatasetChecks.EnsureSameInputs(false, single, "test data");
        Assert.Throws<TextDataException>(() => DatasetChecks.EnsureSameInputs(false, pairs, "test data"));
        Assert.Throws<TextDataException>(() => DatasetChecks.EnsureSameInputs(true, single, "test data"));
    }
}
