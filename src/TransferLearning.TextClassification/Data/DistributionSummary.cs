namespace TransferLearning.TextClassification;

/// <summary>How values are spread.</summary>
public sealed class DistributionSummary
{
    internal DistributionSummary()
    {
    }

    /// <summary>The smallest value.</summary>
    public double Minimum { get; init; }

    /// <summary>The value that half of all values do not exceed.</summary>
    public double Median { get; init; }

    /// <summary>The arithmetic mean.</summary>
    public double Mean { get; init; }

    /// <summary>The value that 95 % of all values do not exceed.</summary>
    public double Percentile95 { get; init; }

    /// <summary>The largest value.</summary>
    public double Maximum { get; init; }

    /// <summary>Sums values up; null where there are none.</summary>
    internal static DistributionSummary? Of(double[] values)
    {
        if (values.Length == 0)
        {
            return null;
        }

        double[] sorted = [.. values.Order()];
        double Rank(double share) => sorted[Math.Max((int)Math.Ceiling(share * sorted.Length) - 1, 0)];
        return new() { Minimum = sorted[0], Median = Rank(0.5), Mean = sorted.Average(), Percentile95 = Rank(0.95), Maximum = sorted[^1] };
    }
}
