using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification;

/// <summary>Writes and reads <c>training.json</c>. A loss may be infinite while the weights are numbers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    NewLine = "\n")]
[JsonSerializable(typeof(TrainingRecordFile))]
internal sealed partial class TrainingRecordJson : JsonSerializerContext;
