using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Compares the baseline with the reference's on the same rows.</summary>
internal static class TfIdfAccuracy
{
    private const string ReferenceSystem = "tfidf-logistic";
    private const double Allowed = 0.003;

    /// <summary>The sets that have such a row in the reference's file, and the rows of them.</summary>
    internal static IReadOnlyList<AccuracySet> Sets { get; } =
        [.. AccuracySet.All, new("banking77", string.Empty, "test", 2, 1), new("goemotions", string.Empty, "test_clean", 6, 2)];

    /// <summary>A line a set.</summary>
    internal static string Table(IReadOnlyList<AccuracySet> sets, string shared)
    {
        StringBuilder text = new("| set | rows | figure | ours | scikit-learn | difference | holds |\n|---|---|---|---|---|---|---|\n");
        foreach (AccuracySet set in sets)
        {
            (int rows, string figure, double ours, double theirs) = Compare(set, shared);
            text.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {rows} | {figure} | {ours:P2} | {theirs:P2} | {100 * (ours - theirs):+0.00;-0.00;0.00} | {(Math.Abs(ours - theirs) <= Allowed ? "yes" : "no")} |\n");
            Console.Error.WriteLine($"{set.Name}: {ours:F4}, reference {theirs:F4}");
        }

        return text.ToString();
    }

    /// <summary>The figure of a set, ours and the reference's: the accuracy, or the micro F1 where a row may have several labels.</summary>
    internal static (int Rows, string Figure, double Ours, double Theirs) Compare(AccuracySet set, string shared)
    {
        JsonElement reference = Reference(set.Name, shared);
        (string[] Labels, string Text)[] train = Rows(set.Train(shared));
        (string[] Labels, string Text)[] test = Rows(set.Test(shared));
        bool isMultiLabel = reference.TryGetProperty("threshold", out JsonElement threshold);
        TfIdfBaseline baseline = new(train, ofCharacters: set.IsOfCharacters, isMultiLabel);
        return isMultiLabel
            ? (train.Length, "micro F1", MicroF1(baseline, test, threshold.GetDouble()), reference.GetProperty("micro_f1").GetDouble())
            : (train.Length, "accuracy", Accuracy(baseline, test), reference.GetProperty("accuracy").GetDouble());
    }

    /// <summary>The accuracy with so many labels.</summary>
    internal static double Of(AccuracySet set, int labels, int seed, string shared) =>
        Accuracy(new TfIdfBaseline(Rows(FewLabels.Draw(set.Train(shared), labels, seed)), set.IsOfCharacters), Rows(set.Test(shared)));

    private static double Accuracy(TfIdfBaseline baseline, (string[] Labels, string Text)[] test) => test.Average(row => baseline.Predict(row.Text) == row.Labels[0] ? 1.0 : 0.0);

    private static double MicroF1(TfIdfBaseline baseline, (string[] Labels, string Text)[] test, double threshold)
    {
        (int right, int given, int wanted) = (0, 0, 0);
        foreach ((string[] labels, string text) in test)
        {
            double[] probabilities = baseline.Probabilities(text);
            string[] predicted = [.. baseline.Labels.Where((_, i) => probabilities[i] > threshold)];
            (right, given, wanted) = (right + predicted.Intersect(labels).Count(), given + predicted.Length, wanted + labels.Length);
        }

        return 2.0 * right / (given + wanted);
    }

    private static (string[] Labels, string Text)[] Rows(TextDataset rows) =>
        [.. rows.Select(row => (row.Target!.Labels.ToArray(), row.Input.SecondText is { } second ? $"{row.Input.Text} {second}" : row.Input.Text))];

    private static JsonElement Reference(string set, string shared) =>
        File.ReadLines(Path.Combine(shared, "goldens", "reference-accuracy.jsonl")).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line))
            .First(row => row.GetProperty("set").GetString() == set && row.GetProperty("system").GetString() == ReferenceSystem);
}
