using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Heads;

/// <summary>The built-in heads' options as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LinearHeadOptions))]
internal sealed partial class HeadJsonContext : JsonSerializerContext;
