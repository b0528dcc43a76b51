using System.Text.Json;
using System.Text.Unicode;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>The names of members in the JSON of others. One that is no Unicode text parses, but whoever asks for it later fails.</summary>
internal static class JsonNames
{
    /// <summary>Whether JSON that parses is UTF-8, and no name in it holds half a surrogate pair.</summary>
    internal static bool AreUnicode(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return true; // no escaped surrogate
        }

        Utf8JsonReader reader = new(json);
        try
        {
            while (reader.Read())
            {
                _ = reader.TokenType == JsonTokenType.PropertyName && reader.ValueIsEscaped ? reader.GetString() : null;
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
