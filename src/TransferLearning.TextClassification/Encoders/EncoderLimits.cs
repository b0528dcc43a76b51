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

    private static int? Number(JsonObject values, string key) => values[key] is JsonValue value && value.TryGetValue(out int number) && number > 0 ? number : null;
}
