namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>One training, or one line of the reference's file.</summary>
internal sealed record AccuracyRun
{
    public required string Set { get; init; }

    public string System { get; init; } = "ours";

    /// <summary>What was trained, see <see cref="AccuracyCase.Encoder"/>; null in lines older than the choice, and means the checkpoint.</summary>
    public string? Encoder { get; init; }

    /// <summary>The numbers of the matrix products; null in lines older than the choice, and means float32.</summary>
    public string? Precision { get; init; }

    /// <summary>See <see cref="AccuracyCase.Labels"/>.</summary>
    public int Labels { get; init; }

    /// <summary>See <see cref="AccuracyCase.HeldOut"/>.</summary>
    public bool HeldOut { get; init; }

    public int Seed { get; init; }

    public double Accuracy { get; init; }

    /// <summary>How often every row was seen; of an encoder from scratch the default where none was chosen.</summary>
    public int Epochs { get; init; }

    public double Lr { get; init; }

    public int Batch { get; init; }

    public int Tokens { get; init; }

    /// <summary>Steps of the optimizer.</summary>
    public int Steps { get; init; }

    public double TrainSeconds { get; init; }
}
