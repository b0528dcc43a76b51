using System.Globalization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Mean and standard deviation (of a sample) of accuracies.</summary>
internal sealed class Moments(IReadOnlyList<double> accuracies)
{
    internal Moments(IReadOnlyList<AccuracyRun> runs)
        : this([.. runs.Select(run => run.Accuracy)])
    {
    }

    internal int Count => accuracies.Count;

    internal double Mean => accuracies.Average();

    internal double Deviation => Math.Sqrt(accuracies.Sum(accuracy => (accuracy - Mean) * (accuracy - Mean)) / Math.Max(1, Count - 1));

    /// <summary>As in <c>96.47 % ± 0.12 (3)</c>, the number of seeds in brackets.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:P2} ± {100 * Deviation:F2} ({Count})");
}
