using System.Globalization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>What a child process measures.</summary>
/// <param name="Kind">See <see cref="Measurement.Kind"/>.</param>
/// <param name="System">See <see cref="Measurement.System"/>.</param>
/// <param name="Precision">See <see cref="Measurement.Precision"/>.</param>
/// <param name="Workload">Its texts.</param>
/// <param name="Threads">How many threads it uses, or null: as many as the system takes.</param>
internal sealed record BenchmarkCase(string Kind, string System, string Precision, string Workload, int? Threads = null)
{
    /// <summary>Systems whose work is multiplying; one precision after the other, so that a roofline between two of them serves both.</summary>
    internal static IEnumerable<BenchmarkCase> OfWorkload(string workload) =>
    [
        new("train", "torchscript", "float32", workload),
        new("train", "ours", "float32", workload),
        new("predict", "onnxruntime", "float32", workload),
        new("predict", "ours", "float32", workload),
        new("predict", "ours", "bfloat16", workload),
        new("train", "ours", "bfloat16", workload),
    ];

    /// <summary>What is measured once a run, whatever its workloads.</summary>
    internal static IReadOnlyList<BenchmarkCase> OfRun { get; } =
    [
        new("tokenize", "ours", "float32", "wikitext2", 1),
        new("tokenize", "ours", "float32", "wikitext2", 2),
        new("tokenize", "microsoft.ml.tokenizers", "float32", "wikitext2", 1),
        new("tokenize", "ours", "float32", "zhwiki", 1),
        new("tokenize", "ours", "float32", "zhwiki", 2),
        new("tokenize", "ours", "float32", "wikitext2-bpe", 1),
        new("tokenize", "ours", "float32", "wikitext2-unigram", 1),
        new("tokenize", "ours", "float32", "wikitext2-albert", 1),
        new("tokenize", "ours", "float32", "wikitext2-deberta", 1),
        new("single", "onnxruntime", "float32", "1x20"),
        new("single", "ours", "float32", "1x20"),
        new("single", "ours", "bfloat16", "1x20"),
        new("cold-start", "onnxruntime", "float32", "1x20"),
        new("cold-start", "ours", "float32", "1x20"),
        new("cold-start", "ours", "bfloat16", "1x20"),
        new("memory", "torchscript", "float32", "32x128"),
        new("memory", "ours", "float32", "32x128"),
        new("memory", "ours", "bfloat16", "32x128"),
        new("memory-predict", "ours", "bfloat16", "1x20"),
        new("memory-predict", "ours", "bfloat16", "512x20"),
    ];

    /// <summary>Cost against the number of texts, against their length (the same number of tokens), and against threads.</summary>
    internal static IReadOnlyList<BenchmarkCase> OfScale { get; } =
    [
        .. Ours("1000x16", "10000x16", "100000x16"),
        .. Ours("8192x16", "2048x64", "512x256", "256x512"),
        .. Ours("2048x32").Select(entry => entry with { Threads = 1 }),
        .. Ours("2048x32").Select(entry => entry with { Threads = 2 }),
    ];

    /// <summary>Measures in a child process.</summary>
    /// <param name="shared">The folder of checkpoints, data and goldens.</param>
    /// <param name="folder">Our saved classifier, for a cold start.</param>
    internal Measurement Run(string shared, string? folder = null)
    {
        string[] arguments = ["measure", "--kind", Kind, "--system", System, "--precision", Precision, "--workloads", Workload, "--shared", shared];
        string[] further = [.. folder is null ? [] : (string[])["--folder", folder], .. Threads is { } threads ? (string[])["--threads", threads.ToString(CultureInfo.InvariantCulture)] : []];
        Measurement measured = ChildProcess.Run(MeasurementJson.Default.Measurement, Kind.StartsWith("scale", StringComparison.Ordinal) ? Threads : null, out double milliseconds, [.. arguments, .. further]);
        measured = Kind == "cold-start" ? measured with { Milliseconds = milliseconds } : measured;
        Console.Error.WriteLine($"{Workload} {Kind} {System} {Precision} {Describe(measured)}");
        return measured;
    }

    private static string Describe(Measurement measured) => string.Join(", ", new[]
    {
        Number(measured.Threads, "threads"), Number(measured.TextsPerSecond, "texts/s"), Number(measured.GigaflopsPerSecond, "GFLOP/s"),
        Number(measured.MegabytesPerSecond, "MB/s"), Number(measured.Milliseconds, "ms"), Number(measured.TimesOfProducts, "times the products"), Number(measured.BytesPerDocument, "bytes a document"),
        Number(measured.BytesPerStep, "bytes a step"), Number(measured.BytesPerPrediction, "bytes a prediction"), Number(measured.PeakMemoryMb, "MB peak"), Number(measured.MemoryGrowthMb, "MB growth"),
    }.OfType<string>());

    private static string? Number(double? value, string unit) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:#,0.##} {unit}") : null;

    private static IEnumerable<BenchmarkCase> Ours(params string[] workloads) => workloads.SelectMany(workload =>
        (BenchmarkCase[])[new("scale-predict", "ours", "bfloat16", workload), new("scale-train", "ours", "bfloat16", workload)]);
}
