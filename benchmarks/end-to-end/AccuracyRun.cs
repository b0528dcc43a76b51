namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>One fine-tuning, or one line of the reference's file.</summary>
internal sealed record AccuracyRun
{
    public required string Set { get; init; }

    public string System { get; init; } = "ours";

    public int Seed { get; init; }

    public double Accuracy { get; init; }

    public int Epochs { get; init; }

    public double Lr { get; init; }

    public int Batch { get; init; }

    public int Tokens { get; init; }

    public double TrainSeconds { get; init; }
}
