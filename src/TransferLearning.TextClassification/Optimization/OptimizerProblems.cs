using System.Globalization;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>The checks that optimizers share: each yields a sentence for a value out of its range.</summary>
internal static class OptimizerProblems
{
    internal static IEnumerable<string> Positive(string name, double value) =>
        Unless(double.IsFinite(value) && value > 0, name, value, "a number above 0");

    internal static IEnumerable<string> NotNegative(string name, double value) =>
        Unless(double.IsFinite(value) && value >= 0, name, value, "a number of at least 0");

    internal static IEnumerable<string> Decay(string name, double value) =>
        Unless(value is >= 0 and < 1, name, value, "a number from 0 to below 1");

    internal static IEnumerable<string> Share(string name, double value) =>
        Unless(value is >= 0 and <= 1, name, value, "a number from 0 to 1");

    private static IEnumerable<string> Unless(bool valid, string name, double value, string expected) =>
        valid ? [] : [string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; expected {expected}.")];
}
