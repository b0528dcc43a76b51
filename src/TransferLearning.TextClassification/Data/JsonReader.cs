using System.Text;
using System.Text.Json;

namespace TransferLearning.TextClassification.Data;

/// <summary>JSON objects with the fields of a row: one a line, or all in one array.</summary>
internal static class JsonReader
{
    private const char ByteOrderMark = '\uFEFF';
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal static IEnumerable<TextExample> ReadLines(TextReader reader, ExampleFactory factory, TextReadOptions options)
    {
        LineReader lines = new(reader, factory.Path);
        JsonRows rows = new(factory, options);
        while (lines.Read())
        {
            ReadOnlyMemory<char> line = lines.Line == 1 ? lines.Current.TrimStart(ByteOrderMark) : lines.Current;
            if (!line.Span.IsWhiteSpace())
            {
                using JsonDocument row = Parse(line, factory.Path, lines.Line);
                yield return rows.Create(lines.Line, row.RootElement);
            }
        }

        rows.End();
    }

    /// <summary>A file that is one array is held in memory; one that begins otherwise is read as JSON Lines.</summary>
    internal static IEnumerable<TextExample> ReadArray(TextReader reader, ExampleFactory factory, TextReadOptions options)
    {
        string content = reader.ReadToEnd().TrimStart(ByteOrderMark);
        if (!content.AsSpan().TrimStart().StartsWith("["))
        {
            using StringReader lines = new(content);
            foreach (TextExample example in ReadLines(lines, factory, options))
            {
                yield return example;
            }

            yield break;
        }

        JsonRows rows = new(factory, options);
        foreach ((JsonDocument row, long line) in Elements(Encoding.UTF8.GetBytes(content), factory.Path))
        {
            using (row)
            {
                yield return rows.Create(line, row.RootElement);
            }
        }

        rows.End();
    }

    private static JsonDocument Parse(ReadOnlyMemory<char> line, string? path, long number)
    {
        try
        {
            return JsonDocument.Parse(line, Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // The latter two: half of a surrogate pair, escaped in a field's name or as it is.
            throw Broken(path, number, line.Span, exception);
        }
    }

    private static IEnumerable<(JsonDocument Row, long Line)> Elements(byte[] content, string? path)
    {
        JsonReaderState state = default;
        int at = 0;
        int counted = 0;
        long line = 1;
        while (MoveNext(content, ref at, ref state, path, out int start))
        {
            line += content.AsSpan(counted, start - counted).Count((byte)'\n');
            counted = start;
            yield return (Parse(Encoding.UTF8.GetString(content, start, at - start).AsMemory(), path, line), line);
        }
    }

    /// <summary>Goes past the next element of the outermost array, if there is one.</summary>
    private static bool MoveNext(byte[] content, ref int at, ref JsonReaderState state, string? path, out int start)
    {
        Utf8JsonReader reader = new(content.AsSpan(at), isFinalBlock: true, state);
        start = at;
        try
        {
            if (at == 0)
            {
                reader.Read();
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == 0)
            {
                if (reader.Read())
                {
                    throw DataErrors.File(path, "something follows the end of the array. Remove it.");
                }

                return false;
            }

            start = at + (int)reader.TokenStartIndex;
            reader.Skip();
            at += (int)reader.BytesConsumed;
            state = reader.CurrentState;
            return true;
        }
        catch (JsonException exception)
        {
            throw Broken(path, (exception.LineNumber ?? 0) + 1, [], exception);
        }
    }

    private static TextDataException Broken(string? path, long line, ReadOnlySpan<char> value, Exception exception)
    {
        int details = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string problem = details < 0 ? exception.Message : exception.Message[..details];
        string shown = value.IsEmpty ? string.Empty : $" in {DataErrors.Quote(value)}";
        return DataErrors.Line(path, line, $"this is not valid JSON{shown}: {problem} Write one object a row, each field once, like {{\"label\": \"a\", \"text\": \"b\"}}.", value: value.ToString(), cause: exception);
    }
}
