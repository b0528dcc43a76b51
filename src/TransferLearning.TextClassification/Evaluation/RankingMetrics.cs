namespace TransferLearning.TextClassification.Evaluation;

/// <summary>How well scores rank what is true before what is not.</summary>
internal static class RankingMetrics
{
    /// <summary>The area under the receiver operating characteristic, ties counting half; null unless both classes occur.</summary>
    internal static double? RocAuc(bool[] isPositive, float[] scores)
    {
        double positives = isPositive.Count(positive => positive);
        double negatives = isPositive.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        double rankSum = Thresholds(isPositive, scores).Sum(threshold => threshold.Gained * (scores.Length - threshold.Above + ((threshold.Tied + 1) / 2.0)));
        return (rankSum - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    /// <summary>The sum over falling thresholds of precision times gain in recall; null where nothing is positive.</summary>
    internal static double? AveragePrecision(bool[] isPositive, float[] scores)
    {
        int positives = isPositive.Count(positive => positive);
        if (positives == 0)
        {
            return null;
        }

        double sum = 0;
        foreach ((int found, int gained, int above, _) in Thresholds(isPositive, scores))
        {
            sum += (double)found / above * gained / positives;
        }

        return sum;
    }

    /// <summary>The share of rows whose label is among the <paramref name="count"/> likeliest; of equal ones the first counts as likelier.</summary>
    internal static double? TopAccuracy(int[] targets, float[][] probabilities, int count)
    {
        int hits = targets.Where((target, row) => Position(probabilities[row], target) < count).Count();
        return targets.Length == 0 ? null : (double)hits / targets.Length;
    }

    /// <summary>For each true label of a row, the share of true ones among the labels that score no lower, averaged; 1 for a row with all labels or none.</summary>
    internal static double? LabelRankingAveragePrecision(bool[][] targets, float[][] probabilities) => Mean(targets.Select((truth, row) =>
    {
        float[] scores = probabilities[row];
        int relevant = truth.Count(isTrue => isTrue);
        return relevant == 0 || relevant == truth.Length ? 1 : Enumerable.Range(0, truth.Length).Where(label => truth[label]).Average(label =>
            (double)scores.Where((score, other) => truth[other] && score >= scores[label]).Count() / scores.Count(score => score >= scores[label]));
    }));

    /// <summary>How many labels score at least as high as the lowest true one, averaged; 0 for a row without a label.</summary>
    internal static double? CoverageError(bool[][] targets, float[][] probabilities) => Mean(targets.Select((truth, row) =>
    {
        float[] scores = probabilities[row];
        float lowest = scores.Where((_, label) => truth[label]).DefaultIfEmpty(float.PositiveInfinity).Min();
        return (double)scores.Count(score => score >= lowest);
    }));

    /// <summary>The ranks of values, from 1; equal ones share the mean of theirs.</summary>
    internal static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(row => values[row])];
        double[] ranks = new double[values.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
        }

        return ranks;
    }

    /// <summary>
    /// Each distinct score of a positive, falling, with the positives at or above it, those at it alone, all rows at or above it, and all at it. In between nothing is gained.
    /// Few positives are sorted and many rows counted between them: with many labels that is far less than to sort all rows for each.
    /// </summary>
    private static IEnumerable<(int Found, int Gained, int Above, int Tied)> Thresholds(bool[] isPositive, float[] scores)
    {
        float[] positives = [.. scores.Where((_, row) => isPositive[row]).Select(Ordered).Order()];
        int[] between = new int[positives.Length + 1]; // rows by how many positives score no higher
        int[] tied = new int[positives.Length + 1]; // those of them that score as high as the last of these positives
        foreach (float score in scores.Select(Ordered))
        {
            int lower = CountUpTo(positives, score);
            between[lower]++;
            tied[lower] += lower > 0 && positives[lower - 1] == score ? 1 : 0;
        }

        int above = 0;
        for (int end = positives.Length, start; end > 0; end = start)
        {
            for (start = end - 1; start > 0 && positives[start - 1] == positives[end - 1]; start--)
            {
            }

            above += between[end];
            yield return (positives.Length - start, end - start, above, tied[end]);
        }
    }

    /// <summary>No number is below all numbers.</summary>
    private static float Ordered(float score) => float.IsNaN(score) ? float.NegativeInfinity : score;

    /// <summary>How many of sorted values are no larger than another.</summary>
    private static int CountUpTo(float[] sorted, float value)
    {
        int start = 0;
        for (int end = sorted.Length; start < end;)
        {
            int middle = (start + end) / 2;
            (start, end) = sorted[middle] <= value ? (middle + 1, end) : (start, middle);
        }

        return start;
    }

    private static int Position(float[] scores, int label) =>
        scores.Where((score, other) => score > scores[label] || (score == scores[label] && other < label)).Count();

    private static double? Mean(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Length == 0 ? null : all.Average();
    }
}
