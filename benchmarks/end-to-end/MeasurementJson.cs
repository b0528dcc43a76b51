using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Measurement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(AccuracyRun))]
[JsonSerializable(typeof(BenchmarkReport))]
internal sealed partial class MeasurementJson : JsonSerializerContext;
