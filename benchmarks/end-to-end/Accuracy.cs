using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Fine-tunes the real checkpoints on the real sets by the reference's recipe and compares the mean test accuracies.</summary>
internal static class Accuracy
{
    private const string ReferenceSystem = "hf-trainer";

    /// <summary>One fine-tuning, in a child process.</summary>
    internal static async Task<AccuracyRun> FitAsync(AccuracySet set, int seed, string shared)
    {
        AccuracyRun recipe = Reference(shared, set.Name)[0];
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UseBertEncoder(PretrainedModel.FromDirectory(Path.Combine(shared, "models", set.Checkpoint)), new() { MaxTokens = recipe.Tokens })
            .UseAdamW(new() { LearningRate = recipe.Lr, WeightDecay = 0.01 })
            .UseSchedule(LearningRateSchedule.Linear(warmupRatio: 0.1))
            .UseTraining(new() { Epochs = recipe.Epochs, BatchSize = recipe.Batch, Seed = seed, Device = ComputeDevice.Cpu })
            .Build();
        using TransferClassifier classifier = await trainer.FitAsync(set.Train(shared)).ConfigureAwait(false);
        EvaluationReport report = await classifier.EvaluateAsync(set.Test(shared)).ConfigureAwait(false);
        return recipe with { System = "ours", Seed = seed, Accuracy = report.Accuracy!.Value, TrainSeconds = classifier.History!.TrainSeconds };
    }

    /// <summary>All runs not yet in <paramref name="resultsFile"/> (a line a run), then the table.</summary>
    internal static string Table(IReadOnlyList<AccuracySet> sets, int seeds, string shared, string resultsFile)
    {
        List<AccuracyRun> runs = File.Exists(resultsFile) ? [.. Lines(resultsFile)] : [];
        for (int seed = 0; seed < seeds; seed++)
        {
            foreach (AccuracySet set in sets.Where(set => !runs.Exists(run => run.Set == set.Name && run.Seed == seed)))
            {
                AccuracyRun run = ChildProcess.Run(MeasurementJson.Default.AccuracyRun, "fit", "--sets", set.Name, "--seed", seed.ToString(CultureInfo.InvariantCulture), "--shared", shared);
                Console.Error.WriteLine($"{run.Set} seed {run.Seed}: {run.Accuracy:F4} in {run.TrainSeconds:F0} s");
                runs.Add(run);
                File.AppendAllText(resultsFile, JsonSerializer.Serialize(run, MeasurementJson.Default.AccuracyRun) + "\n");
            }
        }

        StringBuilder text = new("| set | recipe | ours, mean ± sd | Hugging Face, mean ± sd | difference | allowed | holds |\n|---|---|---|---|---|---|---|\n");
        foreach (AccuracySet set in sets)
        {
            AccuracyRun[] ours = [.. runs.Where(run => run.Set == set.Name)];
            AccuracyRun[] theirs = Reference(shared, set.Name);
            (double mean, double deviation) = Moments(ours);
            (double referenceMean, double referenceDeviation) = Moments(theirs);
            double allowed = Math.Max(0.005, 2 * Math.Sqrt((deviation * deviation / ours.Length) + (referenceDeviation * referenceDeviation / theirs.Length)));
            string holds = mean >= referenceMean - allowed ? "yes" : "no";
            text.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {theirs[0].Epochs} epochs, lr {theirs[0].Lr:0.#####}, batch {theirs[0].Batch}, {theirs[0].Tokens} tokens | {mean:P2} ± {100 * deviation:F2} ({ours.Length}) | {referenceMean:P2} ± {100 * referenceDeviation:F2} ({theirs.Length}) | {100 * (mean - referenceMean):+0.00;-0.00} | −{100 * allowed:F2} | {holds} |\n");
        }

        return text.ToString();
    }

    private static AccuracyRun[] Reference(string shared, string set) =>
        [.. Lines(Path.Combine(shared, "goldens", "reference-accuracy.jsonl")).Where(run => run.Set == set && run.System == ReferenceSystem)];

    private static IEnumerable<AccuracyRun> Lines(string path) =>
        File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize(line, MeasurementJson.Default.AccuracyRun)!);

    private static (double Mean, double Deviation) Moments(AccuracyRun[] runs)
    {
        double mean = runs.Average(run => run.Accuracy);
        return (mean, Math.Sqrt(runs.Sum(run => (run.Accuracy - mean) * (run.Accuracy - mean)) / Math.Max(1, runs.Length - 1)));
    }
}
