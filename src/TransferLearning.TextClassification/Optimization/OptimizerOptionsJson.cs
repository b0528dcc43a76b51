using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>Writes the options of optimizers and schedules, and reads those of schedules.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdamWOptions))]
[JsonSerializable(typeof(AdamOptions))]
[JsonSerializable(typeof(SgdOptions))]
[JsonSerializable(typeof(ScheduleValues))]
internal sealed partial class OptimizerOptionsJson : JsonSerializerContext;
