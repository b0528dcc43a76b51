namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The rooflines of a run, in units of 10^9 operations a second.</summary>
internal sealed record RooflineRange(double Lowest, double Median, double Highest)
{
    internal static RooflineRange Of(IReadOnlyList<double> values) => new(values.Min(), Statistics.Median(values), values.Max());
}
