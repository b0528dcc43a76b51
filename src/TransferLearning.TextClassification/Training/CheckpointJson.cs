using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Training;

/// <summary>Writes and reads the record of a checkpoint, and the shapes beside an optimizer's state. A validation's loss may be infinite while the weights are numbers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CheckpointRecord))]
[JsonSerializable(typeof(SortedDictionary<string, long[]>))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
