namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>What one child process measured; a row of the report holds the medians of several.</summary>
internal sealed record Measurement
{
    /// <summary>The texts that were worked on.</summary>
    public required string Workload { get; init; }

    /// <summary><c>train</c>, <c>predict</c>, <c>tokenize</c>, <c>memory</c>, <c>single</c>, <c>cold-start</c>, <c>scale-train</c>, <c>scale-predict</c>, <c>roofline</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>ours</c>, <c>torchscript</c>, <c>onnxruntime</c>, <c>microsoft.ml.tokenizers</c>.</summary>
    public required string System { get; init; }

    public string Precision { get; init; } = "float32";

    /// <summary>Where fewer threads than the machine has are used, or their number is the point.</summary>
    public int? Threads { get; init; }

    public int? Texts { get; init; }

    public double? TextsPerSecond { get; init; }

    /// <summary>Useful floating-point operations a second, padding not counted, in units of 10^9.</summary>
    public double? GigaflopsPerSecond { get; init; }

    public double? ShareOfRoofline { get; init; }

    /// <summary>Millions of bytes of UTF-8 a second.</summary>
    public double? MegabytesPerSecond { get; init; }

    /// <summary>Of one answer: warm, or from the start of the process.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>Of the matrix products of that answer alone.</summary>
    public double? ProductsMilliseconds { get; init; }

    /// <summary>How many times as long as its matrix products an answer takes.</summary>
    public double? TimesOfProducts { get; init; }

    /// <summary>Managed bytes allocated for a text that is tokenized.</summary>
    public double? BytesPerDocument { get; init; }

    /// <summary>Managed bytes allocated in a training step.</summary>
    public double? BytesPerStep { get; init; }

    /// <summary>Managed bytes allocated for a text that is predicted.</summary>
    public double? BytesPerPrediction { get; init; }

    /// <summary>The largest resident size of the process.</summary>
    public double? PeakMemoryMb { get; init; }

    /// <summary>How much the largest resident size has grown in the second half of the steps: 0 where memory is flat over time.</summary>
    public double? MemoryGrowthMb { get; init; }
}
