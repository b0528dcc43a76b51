using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification;

/// <summary>Writes and reads <c>training.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NewLine = "\n")]
[JsonSerializable(typeof(TrainingRecordFile))]
internal sealed partial class TrainingRecordJson : JsonSerializerContext;
