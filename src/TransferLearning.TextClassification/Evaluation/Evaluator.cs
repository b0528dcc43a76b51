using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace TransferLearning.TextClassification.Evaluation;

/// <summary>Makes reports from targets and predictions.</summary>
internal static class Evaluator
{
    private const int KeptConfusions = 10;

    /// <summary>One label a row; the first of the likeliest labels is the prediction.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="targets">The true label's number, a row each.</param>
    /// <param name="probabilities">The probability of every label, a row each.</param>
    internal static EvaluationReport SingleLabel(IReadOnlyList<string> labels, int[] targets, float[][] probabilities)
    {
        RequireSameRows(targets.Length, probabilities.Length);
        int[][] confusion = [.. labels.Select(_ => new int[labels.Count])];
        for (int row = 0; row < targets.Length; row++)
        {
            confusion[targets[row]][TensorPrimitives.IndexOfMax<float>(probabilities[row])]++;
        }

        int[] predicted = AgreementMetrics.Predicted(confusion);
        DecisionCounts[] counts = [.. labels.Select((_, label) => new DecisionCounts(confusion[label][label], predicted[label], confusion[label].Sum()))];
        EvaluationReport report = WithAverages(new() { Task = TextTask.SingleLabel, Rows = targets.Length }, labels, counts);
        LabelRanking[] rankings = Rankings(labels.Count, label => [.. targets.Select(target => target == label)], probabilities);
        return report with
        {
            Accuracy = report.MicroF1,
            BalancedAccuracy = AgreementMetrics.BalancedAccuracy(confusion),
            Top2Accuracy = RankingMetrics.TopAccuracy(targets, probabilities, 2),
            Top5Accuracy = RankingMetrics.TopAccuracy(targets, probabilities, 5),
            MatthewsCorrelation = AgreementMetrics.MatthewsCorrelation(confusion),
            CohenKappa = AgreementMetrics.CohenKappa(confusion),
            RocAuc = OfPositiveOrMean(rankings, ranking => ranking.RocAuc),
            AveragePrecision = OfPositiveOrMean(rankings, ranking => ranking.AveragePrecision),
            LogLoss = CalibrationMetrics.LogLoss(targets, probabilities),
            BrierScore = CalibrationMetrics.BrierScore(targets, probabilities),
            ExpectedCalibrationError = CalibrationMetrics.ExpectedCalibrationError(targets, probabilities),
            ConfusionMatrix = [.. confusion.Select(row => row.ToImmutableArray())],
            MostConfused = MostConfused(labels, confusion),
        };
    }

    /// <summary>Any number of labels a row.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="targets">Whether each label applies, a row each.</param>
    /// <param name="probabilities">The probability of every label, a row each.</param>
    /// <param name="predictions">Whether each label is predicted, a row each; null: where its probability is above 0.5.</param>
    internal static EvaluationReport MultiLabel(IReadOnlyList<string> labels, bool[][] targets, float[][] probabilities, bool[][]? predictions = null)
    {
        RequireSameRows(targets.Length, probabilities.Length);
        predictions ??= Array.ConvertAll(probabilities, row => Array.ConvertAll(row, probability => probability > Prediction.DefaultThreshold));
        DecisionCounts[] perLabel = [.. labels.Select((_, label) => Count(Column(targets, label), Column(predictions, label)))];
        EvaluationReport report = WithAverages(new() { Task = TextTask.MultiLabel, Rows = targets.Length }, labels, perLabel);
        if (targets.Length == 0)
        {
            return report;
        }

        LabelRanking[] rankings = Rankings(labels.Count, label => Column(targets, label), probabilities);
        DecisionCounts[] perRow = [.. targets.Select((truth, row) => Count(truth, predictions[row]))];
        return report with
        {
            Accuracy = targets.Where((truth, row) => truth.AsSpan().SequenceEqual(predictions[row])).Count() / (double)targets.Length,
            SamplesPrecision = perRow.Average(row => row.Precision),
            SamplesRecall = perRow.Average(row => row.Recall),
            SamplesF1 = perRow.Average(row => row.F1),
            HammingLoss = perRow.Sum(row => row.Predicted + row.Actual - (2 * row.TruePositives)) / ((double)targets.Length * labels.Count),
            JaccardIndex = perRow.Average(row => row.Jaccard),
            RocAuc = MeanOrNull(rankings, ranking => ranking.RocAuc),
            MicroRocAuc = RankingMetrics.RocAuc([.. targets.SelectMany(row => row)], [.. probabilities.SelectMany(row => row)]),
            AveragePrecision = MeanOrNull(rankings, ranking => ranking.AveragePrecision),
            LabelRankingAveragePrecision = RankingMetrics.LabelRankingAveragePrecision(targets, probabilities),
            CoverageError = RankingMetrics.CoverageError(targets, probabilities),
        };
    }

    /// <summary>A number a row.</summary>
    internal static EvaluationReport Regression(double[] targets, double[] predictions)
    {
        RequireSameRows(targets.Length, predictions.Length);
        EvaluationReport report = new() { Task = TextTask.Regression, Rows = targets.Length };
        return targets.Length == 0 ? report : report with
        {
            MeanSquaredError = RegressionMetrics.MeanSquaredError(targets, predictions),
            RootMeanSquaredError = Math.Sqrt(RegressionMetrics.MeanSquaredError(targets, predictions)),
            MeanAbsoluteError = RegressionMetrics.MeanAbsoluteError(targets, predictions),
            RSquared = RegressionMetrics.RSquared(targets, predictions),
            PearsonCorrelation = RegressionMetrics.Pearson(targets, predictions),
            SpearmanCorrelation = RegressionMetrics.Spearman(targets, predictions),
        };
    }

    private static EvaluationReport WithAverages(EvaluationReport report, IReadOnlyList<string> labels, DecisionCounts[] counts)
    {
        report = report with
        {
            PerClass = [.. counts.Select((count, label) => new ClassMetrics
            {
                Label = labels[label],
                Precision = count.Precision,
                Recall = count.Recall,
                F1 = count.F1,
                Support = (int)count.Actual,
            })],
        };
        if (report.Rows == 0 || counts.Length == 0)
        {
            return report;
        }

        DecisionCounts all = DecisionCounts.Sum(counts);
        double Weighted(Func<DecisionCounts, double> figure) => all.Actual == 0 ? 0 : counts.Sum(count => figure(count) * count.Actual) / all.Actual;
        return report with
        {
            MacroPrecision = counts.Average(count => count.Precision),
            MacroRecall = counts.Average(count => count.Recall),
            MacroF1 = counts.Average(count => count.F1),
            MicroPrecision = all.Precision,
            MicroRecall = all.Recall,
            MicroF1 = all.F1,
            WeightedPrecision = Weighted(count => count.Precision),
            WeightedRecall = Weighted(count => count.Recall),
            WeightedF1 = Weighted(count => count.F1),
        };
    }

    private static ImmutableArray<LabelConfusion> MostConfused(IReadOnlyList<string> labels, int[][] confusion)
    {
        IEnumerable<LabelConfusion> mistakes =
            from actual in confusion.Index()
            from predicted in actual.Item.Index().Where(cell => cell.Item > 0 && cell.Index != actual.Index)
            orderby predicted.Item descending
            select new LabelConfusion { Actual = labels[actual.Index], Predicted = labels[predicted.Index], Rows = predicted.Item };
        return [.. mistakes.Take(KeptConfusions)];
    }

    private static DecisionCounts Count(bool[] truth, bool[] predicted) => new(
        truth.Where((isTrue, i) => isTrue && predicted[i]).Count(), predicted.Count(isTrue => isTrue), truth.Count(isTrue => isTrue));

    /// <summary>Of two labels the figure of the second; of more the mean.</summary>
    private static double? OfPositiveOrMean(LabelRanking[] rankings, Func<LabelRanking, double?> figure) => rankings.Length == 2 ? figure(rankings[1]) : MeanOrNull(rankings, figure);

    /// <summary>The mean over all labels; null where one has no figure.</summary>
    private static double? MeanOrNull(LabelRanking[] rankings, Func<LabelRanking, double?> figure)
    {
        double?[] figures = [.. rankings.Select(figure)];
        return figures.Length == 0 || figures.Any(value => value is null) ? null : figures.Average();
    }

    private static LabelRanking[] Rankings(int labels, Func<int, bool[]> truth, float[][] probabilities) => [.. Enumerable.Range(0, labels).Select(label =>
    {
        (bool[] isPositive, float[] scores) = (truth(label), Column(probabilities, label));
        return new LabelRanking(RankingMetrics.RocAuc(isPositive, scores), RankingMetrics.AveragePrecision(isPositive, scores));
    })];

    private static T[] Column<T>(T[][] rows, int column) => [.. rows.Select(row => row[column])];

    private static void RequireSameRows(int targets, int predictions)
    {
        if (targets != predictions)
        {
            throw new ArgumentException($"There are {targets} targets and {predictions} predictions; give one of each a row.");
        }
    }

    /// <summary>How well the scores of a label rank its rows before the others.</summary>
    private readonly record struct LabelRanking(double? RocAuc, double? AveragePrecision);
}
