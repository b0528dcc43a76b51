using System.Text.Json;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The reference's accuracies, and files of runs.</summary>
internal static class AccuracyReference
{
    private const string System = "hf-trainer";

    /// <summary>The runs of the reference's trainer on a set.</summary>
    /// <param name="shared">The folder of checkpoints, data and goldens.</param>
    /// <param name="set">The set's name.</param>
    /// <param name="labels">See <see cref="AccuracyCase.Labels"/>.</param>
    internal static AccuracyRun[] Runs(string shared, string set, int labels = 0) =>
        [.. Read(Path.Combine(shared, "goldens", "reference-accuracy.jsonl")).Where(run => run.Set == set && run.System == (labels == 0 ? System : $"{System}-{labels}"))];

    /// <summary>How the reference trained; where it did not at so many labels, as on the set's other rows and as often as other sets at so many.</summary>
    internal static AccuracyRun Recipe(string shared, AccuracySet set, int labels) =>
        Runs(shared, set.Name, labels) is [AccuracyRun first, ..] ? first : Runs(shared, set.Name)[0] with { Epochs = Runs(shared, "trec", labels)[0].Epochs };

    /// <summary>A line a run.</summary>
    internal static IEnumerable<AccuracyRun> Read(string path) => File.ReadLines(path).Where(line => line.Length > 0)
        .Select(line => JsonSerializer.Deserialize(line, MeasurementJson.Default.AccuracyRun)!)
        .Select(run => run with { Encoder = run.Encoder ?? AccuracyCase.Checkpoint, Precision = run.Precision ?? "float32" });
}
