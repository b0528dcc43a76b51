using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>A run's figures with what they were measured on.</summary>
internal sealed record BenchmarkReport
{
    public required string Command { get; init; }

    public string Date { get; init; } = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    public string Processor { get; init; } = ReadProcessor();

    public int Cores { get; init; } = Environment.ProcessorCount;

    public string OperatingSystem { get; init; } = RuntimeInformation.OSDescription;

    public string Runtime { get; init; } = RuntimeInformation.FrameworkDescription;

    public string TorchSharp { get; init; } = typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3) ?? "?";

    public string OnnxRuntime { get; init; } = typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly.GetName().Version?.ToString(3) ?? "?";

    /// <summary>The rooflines of the run in each precision.</summary>
    public required IReadOnlyDictionary<string, RooflineRange> RooflineGflops { get; init; }

    public required IReadOnlyList<Measurement> Rows { get; init; }

    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(this, MeasurementJson.Default.BenchmarkReport));
        File.WriteAllText(Path.Combine(folder, "report.md"), ToMarkdown());
    }

    internal string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"`{Command}`, {Date}\n\n{Processor}, {Cores} cores, {OperatingSystem}, {Runtime}, TorchSharp {TorchSharp}, ONNX Runtime {OnnxRuntime}.\n\n");
        foreach ((string precision, RooflineRange range) in RooflineGflops)
        {
            text.Append(CultureInfo.InvariantCulture, $"Roofline in {precision}: {range.Median:F0} GFLOP/s ({range.Lowest:F0} to {range.Highest:F0} during the run).\n");
        }

        text.Append(Explanation);
        Column[] columns = [.. Columns.Where(column => Rows.Any(row => column.Figure(row) is not null))];
        text.Append(CultureInfo.InvariantCulture, $"| workload | kind | system | precision |{string.Concat(columns.Select(column => $" {column.Title} |"))}\n|---|---|---|---|{string.Concat(columns.Select(_ => "---|"))}\n");
        foreach (Measurement row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Workload} | {row.Kind} | {row.System} | {row.Precision} |{string.Concat(columns.Select(column => $" {column.Format(row)} |"))}\n");
        }

        return text.ToString();
    }

    private const string Explanation = """

        Medians; of peak memory and bytes a document the largest. A roofline is the fastest of the products 2048³ and 1024 × 384 × 1536, each repeated for a second, at its median time: what the machine keeps up, not its best moment;
        by the native library, and in float32 also by our own kernel, since the native library's float32 products do not use the widest vectors on every processor.
        It is measured right before and right after each system; a share is of the mean of these two, and the median of the rounds' shares is reported. Padding is not counted as work,
        and the work of the last layer that is not needed for an answer is counted, whether it is done or not. `32x128` is 32 texts of 128 tokens. Memory growth is that of the peak
        over the second half of the steps. Bare products are those of all layers without attention's.


        """;

    private static readonly Column[] Columns =
    [
        new("threads", "#", row => row.Threads),
        new("texts/s", "#,0.0", row => row.TextsPerSecond),
        new("share of roofline", "0.0 %", row => row.ShareOfRoofline),
        new("MB/s", "0.0", row => row.MegabytesPerSecond),
        new("ms", "#,0.00", row => row.Milliseconds),
        new("ms of bare products", "#,0.00", row => row.ProductsMilliseconds),
        new("times bare products", "0.00", row => row.TimesOfProducts),
        new("bytes a document", "#,0", row => row.BytesPerDocument),
        new("bytes a step", "#,0", row => row.BytesPerStep),
        new("bytes a prediction", "#,0", row => row.BytesPerPrediction),
        new("peak memory, MB", "#,0", row => row.PeakMemoryMb),
        new("memory growth, MB", "#,0", row => row.MemoryGrowthMb),
    ];

    private sealed record Column(string Title, string Pattern, Func<Measurement, double?> Figure)
    {
        internal string Format(Measurement row) => Figure(row)?.ToString(Pattern, CultureInfo.InvariantCulture) ?? string.Empty;
    }

    private static string ReadProcessor()
    {
        const string Path = "/proc/cpuinfo";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
