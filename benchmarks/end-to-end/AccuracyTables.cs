using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The tables of finished runs.</summary>
internal sealed class AccuracyTables(IReadOnlyList<AccuracyRun> runs, IReadOnlyList<AccuracySet> sets, string shared)
{
    private const string None = "–";

    /// <summary>All that the runs have rows for.</summary>
    internal string All() => string.Join(
        Environment.NewLine,
        ((string[])[OfReference(), OfPrecision(), OfEncoders(0), OfEncoders(100), OfEncoders(1000), OfHeldOut()]).Where(table => table.Count(letter => letter == '\n') > 2));

    /// <summary>The checkpoints in float32 beside the reference's trainer.</summary>
    private string OfReference()
    {
        StringBuilder text = new("| set | recipe | ours, mean ± sd | Hugging Face, mean ± sd | difference | allowed | holds |\n|---|---|---|---|---|---|---|\n");
        foreach (AccuracySet set in sets)
        {
            AccuracyRun[] theirs = AccuracyReference.Runs(shared, set.Name);
            Moments reference = new(theirs);
            if (Of(set, AccuracyCase.Checkpoint, "float32") is not { Count: > 0 } ours)
            {
                continue;
            }

            double allowed = Math.Max(0.005, 2 * Math.Sqrt((ours.Deviation * ours.Deviation / ours.Count) + (reference.Deviation * reference.Deviation / reference.Count)));
            string holds = ours.Mean >= reference.Mean - allowed ? "yes" : "no";
            text.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {theirs[0].Epochs} epochs, lr {theirs[0].Lr:0.#####}, batch {theirs[0].Batch}, {theirs[0].Tokens} tokens | {ours} | {reference} | {100 * (ours.Mean - reference.Mean):+0.00;-0.00} | −{100 * allowed:F2} | {holds} |\n");
        }

        return text.ToString();
    }

    /// <summary>The checkpoints in bfloat16 beside float32; the standard deviation is that of both together.</summary>
    private string OfPrecision()
    {
        StringBuilder text = new("| set | float32, mean ± sd | bfloat16, mean ± sd | difference | half a sd | within |\n|---|---|---|---|---|---|\n");
        foreach (AccuracySet set in sets)
        {
            (Moments full, Moments half) = (Of(set, AccuracyCase.Checkpoint, "float32"), Of(set, AccuracyCase.Checkpoint, "bfloat16"));
            if (full.Count > 0 && half.Count > 0)
            {
                double difference = half.Mean - full.Mean;
                double allowed = Math.Sqrt(((full.Deviation * full.Deviation) + (half.Deviation * half.Deviation)) / 2) / 2;
                text.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {full} | {half} | {100 * difference:+0.00;-0.00;0.00} | {100 * allowed:F2} | {(Math.Abs(difference) <= allowed ? "yes" : "no")} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Every encoder at so many labels, TF-IDF on the same rows beside them.</summary>
    private string OfEncoders(int labels)
    {
        StringBuilder text = new($"| set{(labels == 0 ? string.Empty : $", {labels} labels")} | TF-IDF | {string.Join(" | ", AccuracyCase.Encoders)} |\n|---|---|{string.Concat(AccuracyCase.Encoders.Select(_ => "---|"))}\n");
        foreach (AccuracySet set in sets)
        {
            Moments[] cells = [.. AccuracyCase.Encoders.Select(encoder => Of(set, encoder, "float32", labels))];
            if (cells.Any(cell => cell.Count > 0))
            {
                string baseline = labels == 0
                    ? TfIdfAccuracy.Of(set, labels, 0, shared).ToString("P2", CultureInfo.InvariantCulture)
                    : new Moments([.. Enumerable.Range(0, 3).Select(seed => TfIdfAccuracy.Of(set, labels, seed, shared))]).ToString();
                text.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {baseline} | {string.Join(" | ", cells.Select(cell => cell.Count > 0 ? cell.ToString() : None))} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>What was tried on rows held out of the training rows.</summary>
    private string OfHeldOut()
    {
        StringBuilder text = new("| held out of | encoder | labels | epochs | steps | accuracy |\n|---|---|---|---|---|---|\n");
        foreach (var group in runs.Where(run => run.HeldOut && sets.Any(set => set.Name == run.Set)).GroupBy(run => (run.Set, run.Encoder, run.Labels, run.Epochs)).OrderBy(group => group.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Set} | {group.Key.Encoder} | {group.Key.Labels} | {group.Key.Epochs} | {group.First().Steps} | {new Moments([.. group])} |\n");
        }

        return text.ToString();
    }

    private Moments Of(AccuracySet set, string encoder, string precision, int labels = 0) =>
        new([.. runs.Where(run => !run.HeldOut && run.Set == set.Name && run.Encoder == encoder && run.Precision == precision && run.Labels == labels)]);
}
