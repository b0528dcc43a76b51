using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Losses;

/// <summary>Writes the options of losses.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CrossEntropyOptions))]
[JsonSerializable(typeof(BinaryCrossEntropyOptions))]
internal sealed partial class LossOptionsJson : JsonSerializerContext;
