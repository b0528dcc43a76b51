using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>A JSON file of a checkpoint, such as <c>config.json</c>, read with types and ranges. A value of <c>null</c> counts as absent.</summary>
internal sealed class CheckpointConfiguration
{
    private const int MaximumLength = 64 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions JsonOptions = new() { AllowDuplicateProperties = false };

    /// <summary>Wraps JSON that was read already.</summary>
    /// <param name="path">The file that it came from; stands in messages.</param>
    /// <param name="json">The file's object.</param>
    internal CheckpointConfiguration(string path, JsonObject json)
    {
        Path = path;
        Json = json;
    }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>All that the file says.</summary>
    internal JsonObject Json { get; }

    /// <summary>Reads a file whose content is a JSON object.</summary>
    /// <exception cref="CheckpointException">It is missing, unreadable, larger than 64 MiB, or not a JSON object.</exception>
    internal static CheckpointConfiguration ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumLength)
            {
                throw CheckpointException.At(path, $"the file is larger than {MaximumLength >> 20} MiB, which no configuration is. Download it again.");
            }

            ReadOnlySpan<byte> bytes = WithoutByteOrderMark(File.ReadAllBytes(path));
            string text = Utf8.GetString(bytes);
            if (JsonNode.Parse(text, documentOptions: JsonOptions) is not JsonObject json)
            {
                throw CheckpointException.At(path, "a JSON object ({ … }) is expected, but the file holds something else. Download it again.");
            }

            return JsonNames.AreUnicode(bytes) ? new(path, json) : throw new JsonException("a name in it is not valid Unicode");
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw CheckpointException.At(path, $"the file is not valid JSON ({exception.Message.TrimEnd('.')}). Download it again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.At(path, $"the file cannot be read ({exception.Message.TrimEnd('.')}). Check that it exists and may be read.", exception);
        }
    }

    /// <summary>Whether the file gives the key a value other than <c>null</c>.</summary>
    internal bool Has(string key) => Json[key] is not null;

    /// <summary>A whole number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">What an absent key means; without it, an absent key is an error.</param>
    /// <param name="minimum">The least value allowed.</param>
    /// <param name="maximum">The greatest value allowed.</param>
    internal int GetInt(string key, int? defaultValue = null, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (Value(key, defaultValue is not null, "a whole number") is not { } value)
        {
            return defaultValue!.Value;
        }

        double number = Number(key, value, "a whole number is expected");
        if (number != Math.Floor(number))
        {
            throw Wrong(key, value, "a whole number is expected");
        }

        return number >= minimum && number <= maximum ? (int)number : throw Wrong(key, value, Range(minimum, maximum, int.MaxValue));
    }

    /// <summary>A number.</summary>
    /// <inheritdoc cref="GetInt" path="/param"/>
    internal double GetDouble(string key, double? defaultValue = null, double minimum = double.MinValue, double maximum = double.MaxValue)
    {
        if (Value(key, defaultValue is not null, "a number") is not { } value)
        {
            return defaultValue!.Value;
        }

        double number = Number(key, value, "a number is expected");
        return number >= minimum && number <= maximum ? number : throw Wrong(key, value, Range(minimum, maximum, double.MaxValue));
    }

    /// <summary>A text.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">What an absent key means; without it, an absent key is an error.</param>
    internal string GetString(string key, string? defaultValue = null)
    {
        if (Value(key, defaultValue is not null, "a text") is not { } value)
        {
            return defaultValue!;
        }

        return Text(value) ?? throw Wrong(key, value, "a text is expected");
    }

    /// <summary>True or false.</summary>
    /// <inheritdoc cref="GetString" path="/param"/>
    internal bool GetBool(string key, bool? defaultValue = null)
    {
        if (Value(key, defaultValue is not null, "true or false") is not { } value)
        {
            return defaultValue!.Value;
        }

        return value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.GetValue<bool>() : throw Wrong(key, value, "true or false is expected");
    }

    /// <summary>An object that must be there.</summary>
    internal JsonObject GetObject(string key) =>
        Value(key, mayBeAbsent: false, "an object") as JsonObject ?? throw Wrong(key, Json[key]!, "an object ({ … }) is expected");

    /// <summary>A list of texts; empty where it is absent.</summary>
    internal IReadOnlyList<string> GetStrings(string key)
    {
        if (Value(key, mayBeAbsent: true, "a list of texts") is not { } value)
        {
            return [];
        }

        JsonArray list = value as JsonArray ?? throw Wrong(key, value, "a list of texts is expected");
        return [.. list.Select(item => Text(item) ?? throw Wrong(key, value, "a list of texts is expected"))];
    }

    /// <summary>An error about a key's value, with file, key, value and mend.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What would have been right, as in "at least 1 is expected".</param>
    internal CheckpointException Wrong(string key, string expected) => Wrong(key, Json[key], expected);

    private CheckpointException Wrong(string key, JsonNode? value, string expected)
    {
        return CheckpointException.At(Path, $"'{key}' is {Shown(value)}, but {expected}. Correct the file or download it again.");
    }

    /// <summary>Through its text, because a value that was made in memory converts to no other number type than its own.</summary>
    private double Number(string key, JsonNode value, string expected) =>
        value.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Wrong(key, value, expected);

    private JsonNode? Value(string key, bool mayBeAbsent, string kind) =>
        Json[key] ?? (mayBeAbsent ? null : throw CheckpointException.At(Path, $"'{key}' is missing; {kind} is expected. Correct the file or download it again."));

    /// <summary>A value as messages show it.</summary>
    internal static string Shown(JsonNode? value)
    {
        try
        {
            string text = value?.ToJsonString() ?? "null";
            return text.Length > 100 ? text[..100] + "…" : text;
        }
        catch (InvalidOperationException)
        {
            return "a text that is not valid Unicode";
        }
    }

    /// <summary>A text, or null where it is none or not valid Unicode (a lone surrogate).</summary>
    internal static string? Text(JsonNode? value)
    {
        try
        {
            return value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Range(double minimum, double maximum, double unbounded) =>
        maximum >= unbounded
            ? string.Create(CultureInfo.InvariantCulture, $"at least {minimum} is expected")
            : string.Create(CultureInfo.InvariantCulture, $"a value from {minimum} to {maximum} is expected");

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}
