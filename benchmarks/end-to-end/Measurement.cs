namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>What one child process measured.</summary>
internal sealed record Measurement
{
    public required string Workload { get; init; }

    /// <summary><c>train</c>, <c>predict</c>, <c>tokenize</c>, <c>roofline</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>ours</c>, <c>torchscript</c>, <c>onnxruntime</c>.</summary>
    public required string System { get; init; }

    public string Precision { get; init; } = "float32";

    public double? TextsPerSecond { get; init; }

    /// <summary>Useful floating-point operations a second, padding not counted, in units of 10^9.</summary>
    public double? GigaflopsPerSecond { get; init; }

    public double? ShareOfRoofline { get; init; }

    public double? MegabytesPerSecond { get; init; }

    public double? PeakMemoryMb { get; init; }
}
