using TransferLearning.TextClassification.Evaluation;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Evaluation;

/// <summary>Rankings against their definitions, with many equal scores.</summary>
public sealed class RankingMetricsTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(1, 40, 3, 5)]
    [InlineData(2, 60, 30, 1)]
    [InlineData(3, 200, 1, 7)]
    [InlineData(4, 200, 190, 50)]
    [InlineData(5, 200, 40, 100_000)]
    public void One_label_is_ranked_as_defined(int seed, int rows, int positives, int differentScores)
    {
        Random random = new(seed);
        float[] scores = [.. Enumerable.Range(0, rows).Select(_ => random.Next(differentScores) / (float)differentScores)];
        bool[] isPositive = [.. Enumerable.Range(0, rows).Select(row => row < positives)];

        Assert.Equal(RocAuc(isPositive, scores), RankingMetrics.RocAuc(isPositive, scores)!.Value, Tolerance);
        Assert.Equal(AveragePrecision(isPositive, scores), RankingMetrics.AveragePrecision(isPositive, scores)!.Value, Tolerance);
    }

    [Fact]
    public void Without_both_classes_there_is_no_figure()
    {
        Assert.Null(RankingMetrics.RocAuc([true, true], [0.5f, 0.5f]));
        Assert.Null(RankingMetrics.RocAuc([false, false], [0.5f, 0.5f]));
        Assert.Null(RankingMetrics.AveragePrecision([false, false], [0.5f, 0.5f]));
        Assert.Equal(1, RankingMetrics.AveragePrecision([true, true], [0.5f, 0.4f]));
    }

    [Fact]
    public void No_number_ranks_below_all_numbers()
    {
        Assert.Equal(0, RankingMetrics.RocAuc([true, false], [float.NaN, 0.5f]));
        Assert.Equal(0.5, RankingMetrics.AveragePrecision([true, false], [float.NaN, 0.5f]));
    }

    [Fact]
    public void Of_many_classes_every_figure_is_the_mean_of_the_classes()
    {
        const int Classes = 150;
        Random random = new(6);
        string[] labels = [.. Enumerable.Range(0, Classes).Select(label => $"label {label:000}")];
        int[] targets = [.. Enumerable.Range(0, 3 * Classes).Select(row => row % Classes)];
        float[][] probabilities = [.. targets.Select(target => Row(target))];

        EvaluationReport report = Evaluator.SingleLabel(labels, targets, probabilities);

        bool[][] truth = [.. labels.Select((_, label) => targets.Select(target => target == label).ToArray())];
        float[][] scores = [.. labels.Select((_, label) => probabilities.Select(row => row[label]).ToArray())];
        Assert.Equal(truth.Zip(scores, RocAuc).Average(), report.RocAuc!.Value, Tolerance);
        Assert.Equal(truth.Zip(scores, AveragePrecision).Average(), report.AveragePrecision!.Value, Tolerance);

        int[] predicted = [.. probabilities.Select(row => Array.IndexOf(row, row.Max()))];
        Assert.Equal(targets.Length, report.ConfusionMatrix.Sum(row => row.Sum()));
        for (int label = 0; label < Classes; label++)
        {
            int right = predicted.Where((answer, row) => answer == label && targets[row] == label).Count();
            int given = predicted.Count(answer => answer == label);
            Assert.Equal(right, report.ConfusionMatrix[label][label]);
            Assert.Equal(given == 0 ? 0 : right / (double)given, report.PerClass[label].Precision, Tolerance);
            Assert.Equal(right / 3.0, report.PerClass[label].Recall, Tolerance);
        }

        var confused = predicted.Zip(targets).Where(pair => pair.First != pair.Second).GroupBy(pair => (Actual: pair.Second, Predicted: pair.First))
            .OrderByDescending(pairs => pairs.Count()).ThenBy(pairs => pairs.Key).Take(10).Select(pairs => (labels[pairs.Key.Actual], labels[pairs.Key.Predicted], pairs.Count()));
        Assert.Equal(confused, report.MostConfused.Select(pair => (pair.Actual, pair.Predicted, pair.Rows)));

        float[] Row(int target)
        {
            float[] row = [.. Enumerable.Range(0, Classes).Select(_ => random.Next(20) / 20f)];
            row[target] += random.Next(8) / 20f;
            float sum = row.Sum();
            return [.. row.Select(value => value / sum)];
        }
    }

    /// <summary>The share of pairs of a positive and a negative that are in order, equal ones counting half.</summary>
    private static double RocAuc(bool[] isPositive, float[] scores)
    {
        float[] positives = [.. scores.Where((_, row) => isPositive[row])];
        float[] negatives = [.. scores.Where((_, row) => !isPositive[row])];
        return positives.Average(positive => negatives.Average(negative => positive > negative ? 1 : positive == negative ? 0.5 : 0));
    }

    /// <summary>The mean over the positives of the precision among the rows that score no lower.</summary>
    private static double AveragePrecision(bool[] isPositive, float[] scores) => scores.Where((_, row) => isPositive[row]).Average(score =>
        scores.Where((other, row) => isPositive[row] && other >= score).Count() / (double)scores.Count(other => other >= score));
}
