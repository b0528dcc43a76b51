using System.Text.Json.Serialization;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Writes and reads <c>classifier.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ClassifierManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
