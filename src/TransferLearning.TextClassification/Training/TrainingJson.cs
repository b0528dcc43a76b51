using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Training;

/// <summary>Writes and reads the history of a training. A loss may be infinite while the weights are numbers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainingHistory))]
internal sealed partial class TrainingJson : JsonSerializerContext;
