using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Data;

public sealed class DataReportTests
{
    private static readonly TextDataset Train = TextDataset.FromExamples(
    [
        new("good 😀", "pos"), new("bad", "neg"), new("good 😀", "pos"), new("bad", "pos"), new(" ", "neg"), new("数据", "中"),
    ]);

    private static readonly TextDataset Test = TextDataset.FromExamples([new("bad", "neg"), new("good 😀", "neg"), new("new", "other"), new("newer", "pos")]);

    [Fact]
    public void The_report_counts_labels_repetitions_and_overlap()
    {
        DataReport report = Train.Report(Test);
        Assert.Equal(["neg 2 0.333", "pos 3 0.5", "中 1 0.167"], report.Labels.Select(label => FormattableString.Invariant($"{label.Label} {label.Rows} {label.Share:0.###}")));
        Assert.Equal((6, 0, 0, 1, 2, 1), (report.Rows, report.Pairs, report.UnlabelledRows, report.EmptyTexts, report.RepeatedRows, report.ContradictoryRows));
        Assert.Equal((1, 3, 6), (report.Characters!.Minimum, report.Characters.Median, report.Characters.Maximum));
        Assert.Equal((2, 1, 0.5), (report.Overlap!.Rows, report.Overlap.ContradictoryRows, report.Overlap.Share));
        Assert.Equal([(1, 2, false), (2, 1, true)], report.Overlap.FirstRows.Select(row => ((int)row.TestLine, (int)row.TrainLine, row.IsContradictory)));
        Assert.Equal(["other"], report.Overlap.UnknownLabels);
        Assert.Equal(4, report.Test!.Rows);
        Assert.Null(report.Test.Overlap);

        DataOverlap overlap = Train.FindOverlap(Test);
        Assert.Equal((2, 1, 0.5), (overlap.Rows, overlap.ContradictoryRows, overlap.Share));
        Assert.Equal([(1, 2, false), (2, 1, true)], overlap.FirstRows.Select(row => ((int)row.TestLine, (int)row.TrainLine, row.IsContradictory)));
        Assert.Equal(["other"], overlap.UnknownLabels);
        Assert.Equal((0, 0.0), (Train.FindOverlap(TextDataset.FromExamples([])).Rows, Train.FindOverlap(TextDataset.FromExamples([])).Share));
    }

    [Fact]
    public void A_label_is_one_short_cell_of_the_table()
    {
        string[] lines = TextDataset.FromExamples([new("x", "a\nb\u001b[2J"), new("y", new string('z', 5000))]).Report().ToString().Split('\n');

        Assert.Contains(lines, line => line.StartsWith("a b [2J ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain(string.Concat(lines), char.IsControl);
    }

    [Fact]
    public void Labels_that_differ_only_in_case_or_blanks_are_named()
    {
        DataReport report = TextDataset.FromExamples([new("a", "spam"), new("b", "Spam"), new("c", "spam "), new("d", "ham")]).Report(Test);

        Assert.Equal([["Spam", "spam", "spam "]], report.SimilarLabels);
        Assert.Empty(report.Test!.SimilarLabels);
        Assert.Contains("Data: these labels differ only in case or surrounding blanks, and are classes of their own: 'Spam', 'spam', 'spam '\n", report.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(3, JsonElement.Parse(report.ToJson()).GetProperty("similar_labels")[0].GetArrayLength());
        Assert.DoesNotContain("surrounding blanks", Train.Report(Test).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_reads_as_text()
    {
        string expected = """
            Data: 6 rows, one label a row, 3 labels
            Test data: 4 rows, one label a row, 3 labels

            label  rows   share  test rows   share
            neg       2  33.3 %          2  50.0 %
            other     0   0.0 %          1  25.0 %
            pos       3  50.0 %          1  25.0 %
            中         1  16.7 %          0   0.0 %

                                    train  test
            empty texts                 1     0
            repeated rows               2     0
              with another label        1     0
            characters, smallest        1     3
            characters, median          3     3
            characters, mean          3.5   4.3
            characters, 95 % up to      6     6
            characters, largest         6     6

            2 test rows (50.0 %) also stand in the training data; 1 of them with another label.
              test line 1 = training line 2
              test line 2 = training line 1, another label
            Labels that only the test data has: other
            """;
        Assert.Equal(expected, Train.Report(Test).ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void The_JSON_has_the_same_numbers()
    {
        string json = Train.Report(Test).ToJson();
        Assert.Contains("中", json, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        Assert.Equal("SingleLabel", root.GetProperty("task").GetString());
        Assert.Equal(2, root.GetProperty("overlap").GetProperty("first_rows").GetArrayLength());
        Assert.Equal(3, root.GetProperty("labels")[1].GetProperty("rows").GetInt32());
        Assert.Equal(6, root.GetProperty("characters").GetProperty("percentile95").GetDouble());
    }

    [Fact]
    public void Numbers_pairs_and_nothing_at_all_are_reported()
    {
        DataReport numbers = TextDataset.FromExamples([new(new TextInput("a", "bc"), TextTarget.FromNumber(2.5)), new(new TextInput("d", "e"), TextTarget.FromNumber(-1))]).Report();
        Assert.Equal((-1, 2.5, 2), (numbers.Numbers!.Minimum, numbers.Numbers.Maximum, numbers.Pairs));
        Assert.Contains("numbers, mean", numbers.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, numbers.Characters!.Maximum);

        DataReport none = TextDataset.FromExamples([]).Report(TextDataset.FromExamples([]));
        Assert.Contains("0 rows", none.ToString(), StringComparison.Ordinal);
        Assert.Null(none.Characters);
        Assert.NotEmpty(none.ToJson());
    }
}
