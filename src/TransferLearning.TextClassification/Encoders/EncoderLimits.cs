using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Encoders;

/// <summary>What an encoder can take, null where nothing limits it, and how deep it is.</summary>
/// <param name="Positions">Tokens a text.</param>
/// <param name="Vocabulary">Rows of the token embedding.</param>
/// <param name="Types">Rows of the token type embedding.</param>
/// <param name="Layers">The number of layers; null where the configuration does not count them.</param>
internal readonly record struct EncoderLimits(int? Positions, int? Vocabulary, int? Types = null, int? Layers = null)
{
    /// <summary>The usual key of the number of layers.</summary>
    internal const string LayersKey = "num_hidden_layers";

    /// <summary>Reads the usual keys of <c>config.json</c>.</summary>
    internal static EncoderLimits Read(JsonObject values) => new(Number(values, "max_position_embeddings"), Number(values, "vocab_size"), Layers: Number(values, LayersKey));

    /// <summary>The longest text in tokens that the positions and a tokenizer's own limit allow, or null.</summary>
    internal int? LongestText(int? modelMaxLength) => (modelMaxLength, Positions) switch
    {
        ({ } length, { } positions) => Math.Min(length, positions),
        var (length, positions) => length ?? positions,
    };

    private static int? Number(JsonObject values, string key) => values[key] is JsonValue value && value.TryGetValue(out int number) && number > 0 ? number : null;
}
