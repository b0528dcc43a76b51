namespace TransferLearning.TextClassification.Evaluation;

/// <summary>How near predicted numbers come; at least one row.</summary>
internal static class RegressionMetrics
{
    internal static double MeanSquaredError(double[] targets, double[] predictions) => targets.Zip(predictions, (target, prediction) => Math.Pow(prediction - target, 2)).Average();

    internal static double MeanAbsoluteError(double[] targets, double[] predictions) => targets.Zip(predictions, (target, prediction) => Math.Abs(prediction - target)).Average();

    /// <summary>The share of the variance that is explained; null where the targets do not vary.</summary>
    internal static double? RSquared(double[] targets, double[] predictions)
    {
        double mean = targets.Average();
        double spread = targets.Average(target => Math.Pow(target - mean, 2));
        return spread == 0 ? null : 1 - (MeanSquaredError(targets, predictions) / spread);
    }

    /// <summary>Pearson's correlation; null where one side does not vary.</summary>
    internal static double? Pearson(double[] left, double[] right)
    {
        double leftMean = left.Average();
        double rightMean = right.Average();
        double covariance = left.Zip(right, (a, b) => (a - leftMean) * (b - rightMean)).Sum();
        double spread = Math.Sqrt(left.Sum(a => Math.Pow(a - leftMean, 2))) * Math.Sqrt(right.Sum(b => Math.Pow(b - rightMean, 2)));
        return spread == 0 ? null : Math.Clamp(covariance / spread, -1, 1);
    }

    /// <summary>Spearman's correlation: Pearson's of the ranks.</summary>
    internal static double? Spearman(double[] left, double[] right) => Pearson(RankingMetrics.Ranks(left), RankingMetrics.Ranks(right));
}
