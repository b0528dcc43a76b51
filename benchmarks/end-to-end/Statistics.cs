using System.Diagnostics;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>What is said of several measurements.</summary>
internal static class Statistics
{
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The median of those that are there, or null where none is.</summary>
    internal static double? Median(IEnumerable<double?> values)
    {
        double[] present = [.. values.OfType<double>()];
        return present.Length == 0 ? null : Median(present);
    }

    /// <summary>The mean seconds of an action that is repeated for two seconds or more.</summary>
    internal static double AverageSeconds(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int count = 0;
        do
        {
            action();
            count++;
        }
        while (watch.Elapsed.TotalSeconds < 2);
        return watch.Elapsed.TotalSeconds / count;
    }
}
