using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Heads;

/// <summary>The built-in heads' options as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LinearHeadOptions))]
[JsonSerializable(typeof(MlpHeadOptions))]
[JsonSerializable(typeof(AttentionHeadOptions))]
internal sealed partial class HeadJsonContext : JsonSerializerContext;
