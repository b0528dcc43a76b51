using System.Text.Json;
using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Reads JSON files of others, so that whatever is wrong with one is said with its name.</summary>
internal static class TokenizerJsonFile
{
    /// <summary>The object in a file, or null where there is no such file.</summary>
    /// <exception cref="CheckpointException">The file cannot be read or holds no JSON object.</exception>
    internal static JsonElement? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            ReadOnlyMemory<byte> json = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Disallow });
            if (!JsonNames.AreUnicode(json.Span))
            {
                throw new JsonException("It holds text that is not valid Unicode.");
            }

            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document.RootElement.Clone();
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{path}' cannot be read: {exception.Message} Download it again, or remove it if the folder has a vocab.txt.", exception)
            {
                Path = path,
            };
        }

        throw Error(path, "holds no JSON object; download it again.");
    }

    /// <summary>A member, or null where it is absent or null.</summary>
    internal static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>A string member, or null where it is absent or null.</summary>
    internal static string? String(JsonElement element, string name, string path) => Member(element, name) is { } member ? Text(member, name, path) : null;

    /// <summary>The text of a string.</summary>
    internal static string Text(JsonElement element, string name, string path)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw Error(path, $"has \"{name}\": {Shown(element)}, where a string was expected.");
        }

        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new CheckpointException($"'{path}' has a \"{name}\" that is no valid Unicode text; download it again.", exception) { Path = path };
        }
    }

    /// <summary>A Boolean member, or null where it is absent or null.</summary>
    internal static bool? Boolean(JsonElement element, string name, string path) => Member(element, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } member => throw Error(path, $"has \"{name}\": {Shown(member)}, where true or false was expected."),
    };

    /// <summary>A whole number that is not negative.</summary>
    internal static int Integer(JsonElement element, string name, string path) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= 0
            ? value
            : throw Error(path, $"has \"{name}\": {Shown(element)}, where a whole number from 0 was expected.");

    /// <summary>The entries of an array member; none where it is absent or null.</summary>
    internal static IEnumerable<JsonElement> Array(JsonElement element, string name, string path) => Member(element, name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } member => member.EnumerateArray(),
        { } member => throw Error(path, $"has \"{name}\": {Shown(member)}, where an array was expected."),
    };

    /// <summary>An error about a file.</summary>
    internal static CheckpointException Error(string path, string problem) => new($"'{path}' {problem}") { Path = path };

    private static string Shown(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
