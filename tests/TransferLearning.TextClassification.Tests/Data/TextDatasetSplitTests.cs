using TransferLearning.TextClassification.Data;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Data;

public sealed class TextDatasetSplitTests
{
    private static TextDataset Classes(params int[] sizes) => TextDataset.FromExamples(
        sizes.SelectMany((size, label) => Enumerable.Range(0, size).Select(row => new TextExample($"text {label}.{row}", $"label {label}"))));

    private static string[] Texts(TextDataset data) => [.. data.Select(row => row.Input.Text)];

    [Fact]
    public void SplitMix64_equals_the_reference_implementation()
    {
        SplitMix64 random = new(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [random.Next(), random.Next(), random.Next()]);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.93)]
    public void Every_class_keeps_its_share_within_one_row(double fraction)
    {
        TextDataset data = Classes(1000, 333, 57, 12, 5, 2);
        (TextDataset train, TextDataset test) = data.SplitStratified(fraction, 7);
        Assert.Equal(Texts(data).Order(StringComparer.Ordinal), Texts(train).Concat(Texts(test)).Order(StringComparer.Ordinal));
        Assert.InRange(test.Count, (data.Count * fraction) - 2, (data.Count * fraction) + 1);
        foreach ((string label, int count) in data.LabelCounts)
        {
            Assert.InRange(test.LabelCounts.GetValueOrDefault(label), (count * fraction) - 1, (count * fraction) + 1);
            Assert.Contains(label, train.Labels);
        }
    }

    [Fact]
    public void A_seed_gives_the_same_parts_everywhere_and_another_seed_others()
    {
        TextDataset data = Classes(20, 20);
        Assert.Equal(Texts(data.SplitStratified(0.2, 42).Test), Texts(data.SplitStratified().Test));
        Assert.NotEqual(Texts(data.SplitStratified(0.2, 42).Test), Texts(data.SplitStratified(0.2, 43).Test));
        Assert.Equal(
            ["text 0.15", "text 0.16", "text 0.7", "text 0.9", "text 1.0", "text 1.14", "text 1.2", "text 1.5"],
            Texts(data.SplitStratified().Test).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_parts_keep_the_order_of_the_rows()
    {
        TextDataset data = Classes(50, 50);
        List<string> all = [.. Texts(data)];
        int[] positions = [.. Texts(data.SplitStratified().Train).Select(text => all.IndexOf(text))];
        Assert.Equal(positions.Order(), positions);
    }

    [Fact]
    public void Label_sets_are_strata_and_a_labels_only_row_stays_in_training()
    {
        string[][] sets = [["a"], ["a", "b"], ["b"], []];
        List<TextExample> rows = [.. Enumerable.Range(0, 400).Select(i => new TextExample($"{i}", TextTarget.FromLabels(i % 8 < 4 ? sets[0] : sets[i % 4])))];
        rows.AddRange(Enumerable.Range(0, 30).Select(i => new TextExample($"only {i}", TextTarget.FromLabels(["a", $"only {i}"]))));
        TextDataset data = TextDataset.FromExamples(rows);
        Assert.Equal(TextTask.MultiLabel, data.Task);
        (TextDataset train, TextDataset test) = data.SplitStratified(0.25, 1);
        Assert.Equal(data.Labels, train.Labels);
        Assert.Equal(TextTask.MultiLabel, test.Task);
        Assert.DoesNotContain(test, row => row.Input.Text.StartsWith("only", StringComparison.Ordinal));
        foreach (IGrouping<string, TextExample> stratum in data.Where(row => !row.Input.Text.StartsWith("only", StringComparison.Ordinal)).GroupBy(row => row.Target!.ToString()))
        {
            Assert.InRange(test.Count(row => row.Target!.ToString() == stratum.Key), (stratum.Count() * 0.25) - 1, (stratum.Count() * 0.25) + 1);
        }
    }

    [Fact]
    public void Folds_hold_every_row_out_once()
    {
        TextDataset data = Classes(53, 31, 10, 1);
        IReadOnlyList<TextDatasetSplit> folds = data.StratifiedFolds(5, 3);
        Assert.Equal(5, folds.Count);
        Assert.Equal(
            Texts(data).Where(text => text != "text 3.0").Order(StringComparer.Ordinal),
            folds.SelectMany(fold => Texts(fold.Test)).Order(StringComparer.Ordinal));
        Assert.All(folds, fold =>
        {
            Assert.Equal(data.Count, fold.Train.Count + fold.Test.Count);
            Assert.Equal(data.Labels, fold.Train.Labels);
            Assert.InRange(fold.Test.Count, 18, 20);
            Assert.InRange(fold.Test.LabelCounts["label 0"], 10, 11);
            Assert.InRange(fold.Test.LabelCounts["label 1"], 6, 7);
            Assert.Equal(2, fold.Test.LabelCounts["label 2"]);
        });
    }

    [Fact]
    public void Numbers_and_rows_without_a_target_are_divided_too()
    {
        TextDataset numbers = TextDataset.FromExamples(Enumerable.Range(0, 10).Select(i => new TextExample($"{i}", TextTarget.FromNumber(i))));
        Assert.Equal(TextTask.Regression, numbers.Task);
        Assert.Equal(2, numbers.SplitStratified().Test.Count);
        Assert.Equal(3, TextDataset.FromExamples(Enumerable.Range(0, 10).Select(i => new TextExample($"{i}"))).SplitStratified(0.3, 1).Test.Count);
    }

    [Fact]
    public void Wrong_arguments_and_too_few_rows_say_so()
    {
        TextDataset data = Classes(3, 3);
        Assert.All([0, 1, -1, double.NaN], fraction => Assert.Throws<ArgumentOutOfRangeException>(() => data.SplitStratified(fraction, 1)));
        Assert.All([1, 0, 7], folds => Assert.Throws<ArgumentOutOfRangeException>(() => data.StratifiedFolds(folds, 1)));
        Assert.Throws<TextDataException>(() => Classes(1).SplitStratified());
        Assert.Throws<TextDataException>(() => Classes().SplitStratified());
    }
}
