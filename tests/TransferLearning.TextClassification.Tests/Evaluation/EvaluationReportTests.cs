using TransferLearning.TextClassification.Evaluation;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Evaluation;

public class EvaluationReportTests
{
    private static readonly string[] Labels = ["billing", "退款", "shipping"];

    private static EvaluationReport Report { get; } = Evaluator.SingleLabel(
        Labels,
        [0, 0, 1, 2, 2, 2],
        [[0.8f, 0.1f, 0.1f], [0.2f, 0.5f, 0.3f], [0.1f, 0.7f, 0.2f], [0.1f, 0.2f, 0.7f], [0.5f, 0.1f, 0.4f], [0.6f, 0.1f, 0.3f]]);

    [Fact]
    public void The_table_shows_every_label_and_the_most_confused_pairs()
    {
        string expected =
            """
                         precision    recall        F1  support
            billing         0.3333    0.5000    0.4000        2
            退款              0.5000    1.0000    0.6667        1
            shipping        1.0000    0.3333    0.5000        3

            macro           0.6111    0.6111    0.5222        6
            weighted        0.6944    0.5000    0.4944        6

            rows                             6
            accuracy                    0.5000
            balanced accuracy           0.6111
            macro F1                    0.5222
            weighted F1                 0.4944
            Matthews correlation        0.3182
            """;
        string table = Report.ToString();
        string[] lines = expected.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(lines, table.Split('\n').Take(lines.Length));
        Assert.EndsWith("most confused\n        2  shipping taken for billing\n        1  billing taken for 退款", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_is_one_short_cell_of_the_table()
    {
        string table = Evaluator.SingleLabel(["a\nb\u001b[2J", new string('z', 41)], [0, 1], [[0.2f, 0.8f], [0.3f, 0.7f]]).ToString();

        Assert.Contains($"1  a b [2J taken for {new string('z', 39)}…", table, StringComparison.Ordinal);
        Assert.DoesNotContain(table, letter => char.IsControl(letter) && letter != '\n');
    }

    [Fact]
    public void JSON_is_snake_case_and_read_again()
    {
        string json = Report.ToJson();
        Assert.Contains("\"task\": \"single_label\"", json, StringComparison.Ordinal);
        Assert.Contains("\"macro_f1\": 0.5222", json, StringComparison.Ordinal);
        Assert.Contains("\"hamming_loss\": null", json, StringComparison.Ordinal);
        Assert.Contains("\"label\": \"退款\"", json, StringComparison.Ordinal);
        Assert.Contains("\"confusion_matrix\": [", json, StringComparison.Ordinal);
        EvaluationReport again = EvaluationReport.FromJson(json);
        Assert.Equal(json, again.ToJson());
        Assert.Equal(Report.ToString(), again.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"task\": \"guessing\"}")]
    [InlineData("{\"per_class\": [{}]}")]
    public void What_is_no_report_is_refused(string json) => Assert.Throws<TransferLearningException>(() => EvaluationReport.FromJson(json));

    [Fact]
    public void No_rows_give_no_figures()
    {
        foreach (EvaluationReport report in new[] { Evaluator.SingleLabel(Labels, [], []), Evaluator.MultiLabel(Labels, [], []), Evaluator.Regression([], []) })
        {
            Assert.Equal(0, report.Rows);
            Assert.Null(report.Accuracy);
            Assert.Null(report.MacroF1);
            Assert.Null(report.MeanSquaredError);
            Assert.DoesNotContain("NaN", report.ToJson() + report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Predicted_sets_are_taken_as_they_are()
    {
        bool[][] targets = [[true, false], [false, true]];
        float[][] probabilities = [[0.4f, 0.6f], [0.2f, 0.9f]];
        Assert.Equal(0.5, Evaluator.MultiLabel(["a", "b"], targets, probabilities).Accuracy);
        Assert.Equal(1, Evaluator.MultiLabel(["a", "b"], targets, probabilities, [[true, false], [false, true]]).Accuracy);
    }

    [Fact]
    public void Infinite_figures_are_written_and_read()
    {
        EvaluationReport report = Evaluator.Regression([1e200, 0], [0, 0]);
        Assert.Equal(double.PositiveInfinity, report.MeanSquaredError);
        Assert.Equal(double.PositiveInfinity, EvaluationReport.FromJson(report.ToJson()).MeanSquaredError);
    }

    [Fact]
    public void Constant_numbers_have_no_correlation()
    {
        EvaluationReport report = Evaluator.Regression([1, 1, 1], [1, 2, 3]);
        Assert.Null(report.RSquared);
        Assert.Null(report.PearsonCorrelation);
        Assert.Equal(5.0 / 3, report.MeanSquaredError!.Value, 1e-12);
        Assert.Contains("Pearson correlation              –", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_predictions_is_refused() =>
        Assert.Contains("2 targets and 1 predictions", Assert.Throws<ArgumentException>(() => Evaluator.Regression([1, 2], [1])).Message, StringComparison.Ordinal);
}
