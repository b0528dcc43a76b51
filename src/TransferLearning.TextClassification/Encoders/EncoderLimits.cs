using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Encoders;

/// <summary>What an encoder can take; null where nothing limits it.</summary>
/// <param name="Positions">Tokens a text.</param>
/// <param name="Vocabulary">Rows of the token embedding.</param>
/// <param name="Types">Rows of the token type embedding.</param>
internal readonly record struct EncoderLimits(int? Positions, int? Vocabulary, int? Types = null)
{
    /// <summary>Reads the usual keys of <c>config.json</c>.</summary>
    internal static EncoderLimits Read(JsonObject values) => new(Number(values, "max_position_embeddings"), Number(values, "vocab_size"));

    /// <summary>The longest text in tokens that the positions and a tokenizer's own limit allow, or null.</summary>
    internal int? LongestText(int? modelMaxLength) => (modelMaxLength, Positions) switch
    {
        ({ } length, { } positions) => Math.Min(length, positions),
        var (length, positions) => length ?? positions,
    };

    private static int? Number(JsonObject values, string key) => values[key] is JsonValue value && value.TryGetValue(out int number) && number > 0 ? number : null;
}
