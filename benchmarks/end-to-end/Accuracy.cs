using System.Text.Json;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Trains on the real sets, and keeps what was reached.</summary>
internal static class Accuracy
{
    /// <summary>Runs what does not yet stand in <paramref name="resultsFile"/> (a line a run), and returns all that stands there.</summary>
    internal static IReadOnlyList<AccuracyRun> Run(IEnumerable<AccuracyCase> cases, string shared, string resultsFile)
    {
        List<AccuracyRun> runs = File.Exists(resultsFile) ? [.. AccuracyReference.Read(resultsFile)] : [];
        foreach (AccuracyCase wanted in cases.Where(wanted => !runs.Exists(wanted.IsOf)))
        {
            AccuracyRun run = wanted.Run(shared);
            Console.Error.WriteLine($"{run.Set} {run.Encoder} {run.Precision} labels {run.Labels} seed {run.Seed}: {run.Accuracy:F4} in {run.Steps} steps, {run.TrainSeconds:F0} s");
            runs.Add(run);
            File.AppendAllText(resultsFile, JsonSerializer.Serialize(run, MeasurementJson.Default.AccuracyRun) + "\n");
        }

        return runs;
    }
}
