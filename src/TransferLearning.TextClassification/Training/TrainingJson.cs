using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Training;

/// <summary>Writes and reads the history of a training.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrainingHistory))]
internal sealed partial class TrainingJson : JsonSerializerContext;
