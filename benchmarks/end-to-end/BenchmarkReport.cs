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

    /// <summary>The best matrix multiplication of the run in each precision, in units of 10^9 operations a second.</summary>
    public required IReadOnlyDictionary<string, double> RooflineGflops { get; init; }

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
        text.Append(CultureInfo.InvariantCulture, $"`{Command}`, {Date}\n\n{Processor}, {Cores} cores, {OperatingSystem}, {Runtime}, TorchSharp {TorchSharp}, ONNX Runtime {OnnxRuntime}; ");
        text.Append(CultureInfo.InvariantCulture, $"roofline of this run {string.Join(", ", RooflineGflops.Select(pair => FormattableString.Invariant($"{pair.Value:F0} GFLOP/s in {pair.Key}")))}. Medians; padding is not counted as work.\n\n");
        text.Append("| workload | kind | system | precision | texts/s | share of roofline | peak memory |\n|---|---|---|---|---|---|---|\n");
        foreach (Measurement row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Workload} | {row.Kind} | {row.System} | {row.Precision} | {row.TextsPerSecond:F1} | {row.ShareOfRoofline:P1} | {row.PeakMemoryMb:F0} MB |\n");
        }

        return text.ToString();
    }

    private static string ReadProcessor()
    {
        const string Path = "/proc/cpuinfo";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
