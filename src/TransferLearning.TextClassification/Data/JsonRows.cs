using System.Text.Json;

namespace TransferLearning.TextClassification.Data;

/// <summary>Turns JSON objects into examples.</summary>
internal sealed class JsonRows(ExampleFactory factory, TextReadOptions options)
{
    private const string SecondLabelField = "labels";

    private bool hasRows;

    internal TextExample Create(long line, JsonElement row)
    {
        hasRows = true;
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw DataErrors.Line(
                factory.Path, line, $"{DataErrors.Quote(row.GetRawText())} is not an object. Write one object a row, like {{\"label\": \"a\", \"text\": \"b\"}}.", value: row.GetRawText());
        }

        RequireDifferentFields(line);
        TextTarget? target = options.Labelling == TextLabelling.None ? null : Target(line, row);
        string text = Text(line, row, options.TextColumn, isRequired: target is not null || options.Labelling == TextLabelling.Required || !HasAnyText(row)) ?? string.Empty;
        string? second = options.SecondTextColumn is ""
            ? null
            : Text(line, row, options.SecondTextColumn ?? TextReadOptions.DefaultSecondTextColumn, isRequired: options.SecondTextColumn is not null);
        return second is null ? factory.Create(line, target, text) : factory.Create(line, target, text, second);
    }

    /// <summary>Called after the last row.</summary>
    internal void End()
    {
        if (!hasRows && options.Labelling != TextLabelling.None)
        {
            throw DataErrors.File(factory.Path, "the file is empty. Rows like {\"label\": \"a\", \"text\": \"b\"} are expected.");
        }
    }

    private void RequireDifferentFields(long line)
    {
        if (options.TextColumn == options.LabelColumn && options.Labelling != TextLabelling.None)
        {
            throw DataErrors.SameColumn(factory.Path, line, options.TextColumn, "label", "TextReadOptions.LabelColumn");
        }

        if (options.TextColumn == options.SecondTextColumn)
        {
            throw DataErrors.SameColumn(factory.Path, line, options.TextColumn, "second text", "TextReadOptions.SecondTextColumn");
        }
    }

    private bool HasAnyText(JsonElement row) => row.TryGetProperty(options.TextColumn, out _);

    private string? Text(long line, JsonElement row, string field, bool isRequired)
    {
        if (!row.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return isRequired && value.ValueKind != JsonValueKind.Null ? throw Missing(line, row, field) : null;
        }

        return value.ValueKind == JsonValueKind.String
            ? JsonText.Read(value)
            : throw DataErrors.Line(factory.Path, line, $"{DataErrors.Quote(value.GetRawText())} in field '{field}' is not a string. Put the text in quotes.", field, value.GetRawText());
    }

    private TextTarget? Target(long line, JsonElement row)
    {
        string field = options.LabelColumn;
        bool isFound = row.TryGetProperty(field, out JsonElement value);
        if (field == TextReadOptions.DefaultLabelColumn && row.TryGetProperty(SecondLabelField, out JsonElement several) && (!isFound || several.ValueKind != JsonValueKind.Null))
        {
            (isFound, value) = isFound && value.ValueKind != JsonValueKind.Null
                ? throw DataErrors.Line(
                    factory.Path, line, $"the fields '{field}' and '{SecondLabelField}' both say the row's label. Remove or rename the one that does not, or name '{SecondLabelField}' (TextReadOptions.LabelColumn).", field, value.GetRawText())
                : (true, several);
        }

        if (!isFound)
        {
            return options.Labelling == TextLabelling.Required ? throw Missing(line, row, field) : null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Array => factory.Targets(line, [.. value.EnumerateArray().Select(label => Label(line, label, field))]),
            _ => factory.Target(line, Label(line, value, field)),
        };
    }

    private string Label(long line, JsonElement value, string field) => value.ValueKind switch
    {
        JsonValueKind.String => JsonText.Read(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw DataErrors.Line(
            factory.Path, line, $"{DataErrors.Quote(value.GetRawText())} in field '{field}' is not a label. Give a string, a number, or an array of these.", field, value.GetRawText()),
    };

    private string OptionOf(string field) => "TextReadOptions." + (field == options.TextColumn
        ? nameof(TextReadOptions.TextColumn)
        : field == options.LabelColumn ? nameof(TextReadOptions.LabelColumn) : nameof(TextReadOptions.SecondTextColumn));

    private TextDataException Missing(long line, JsonElement row, string field)
    {
        string fields = string.Join(", ", row.EnumerateObject().Take(30).Select(property => DataErrors.Quote(property.Name)));
        return DataErrors.Line(
            factory.Path, line, $"there is no field '{field}'. The fields are {fields}. Name the right one ({OptionOf(field)}).", field);
    }
}
