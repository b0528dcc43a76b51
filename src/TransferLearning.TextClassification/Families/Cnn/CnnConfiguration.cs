using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Cnn;

/// <summary>What <c>config.json</c> says of a convolutional network.</summary>
internal sealed record CnnConfiguration
{
    internal const int LargestWidth = 64;
    internal const int MostMaps = 1 << 16;

    private const double LargestDropout = 0.999;

    internal required WordEmbeddingShape Words { get; init; }

    internal required int[] FilterWidths { get; init; }

    internal required int FeatureMaps { get; init; }

    internal required double EmbeddingDropout { get; init; }

    internal static CnnConfiguration Read(EncoderConfiguration source)
    {
        CheckpointConfiguration values = new(source.Path ?? "The CNN configuration", source.Values);
        return new()
        {
            Words = WordEmbeddingShape.Read(values),
            FilterWidths = ReadWidths(values),
            FeatureMaps = values.GetInt("feature_maps", null, 1, MostMaps),
            EmbeddingDropout = values.GetDouble("embedding_dropout", 0, 0, LargestDropout),
        };
    }

    internal static JsonObject Write(CnnEncoderOptions options, int vocabularySize)
    {
        JsonObject values = WordEmbeddingShape.Write(CnnFamily.Instance.Name, options, vocabularySize);
        values["filter_widths"] = new JsonArray([.. options.FilterWidths.Select(width => (JsonNode)width)]);
        values["feature_maps"] = options.FeatureMaps;
        values["embedding_dropout"] = options.EmbeddingDropout;
        values["classifier_dropout"] = options.Dropout;
        return values;
    }

    private static int[] ReadWidths(CheckpointConfiguration values)
    {
        int[] widths = values.Json["filter_widths"] is JsonArray list ? [.. list.Select(item => item is JsonValue value && value.TryGetValue(out int width) ? width : 0)] : [];
        return AreWidths(widths) ? widths : throw values.Wrong("filter_widths", $"a list of different whole numbers from 1 to {LargestWidth} is expected");
    }

    internal static bool AreWidths(IReadOnlyList<int> widths) =>
        widths.Count > 0 && widths.Distinct().Count() == widths.Count && widths.All(width => width is >= 1 and <= LargestWidth);
}
