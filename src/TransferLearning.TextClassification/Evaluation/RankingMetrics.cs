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

        double[] ranks = Ranks([.. scores.Select(score => (double)score)]);
        double rankSum = ranks.Where((_, row) => isPositive[row]).Sum();
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
        foreach ((_, int found, int gained, int above) in Thresholds(isPositive, scores))
        {
            sum += (double)found / above * gained / positives;
        }

        return sum;
    }

    /// <summary>The threshold at or above which a label is best predicted by F1 (the highest of equals); null where nothing is positive.</summary>
    internal static (float Threshold, double F1)? BestF1Threshold(bool[] isPositive, float[] scores)
    {
        int positives = isPositive.Count(positive => positive);
        (float Threshold, double F1)? best = null;
        foreach ((float score, int found, _, int above) in Thresholds(isPositive, scores))
        {
            double f1 = new DecisionCounts(found, above, positives).F1;
            if (positives > 0 && (best is null || f1 > best.Value.F1))
            {
                best = (score, f1);
            }
        }

        return best;
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

    /// <summary>Each distinct score, falling, with the positives at or above it, those at it alone, and all rows at or above it.</summary>
    private static IEnumerable<(float Score, int Found, int Gained, int Above)> Thresholds(bool[] isPositive, float[] scores)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row])];
        int found = 0;
        int gained = 0;
        for (int i = 0; i < order.Length; i++)
        {
            gained += isPositive[order[i]] ? 1 : 0;
            if (i + 1 == order.Length || scores[order[i + 1]] != scores[order[i]])
            {
                found += gained;
                yield return (scores[order[i]], found, gained, i + 1);
                gained = 0;
            }
        }
    }

    private static int Position(float[] scores, int label) =>
        scores.Where((score, other) => score > scores[label] || (score == scores[label] && other < label)).Count();

    private static double? Mean(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Length == 0 ? null : all.Average();
    }
}
