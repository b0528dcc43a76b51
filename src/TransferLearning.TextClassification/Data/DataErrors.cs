namespace TransferLearning.TextClassification.Data;

/// <summary>Makes the exceptions of this folder, so that all of them name file, line, value and mend in the same way.</summary>
internal static class DataErrors
{
    private const int ShownCharacters = 60;

    /// <summary>What is written where the data came from no file.</summary>
    internal const string NoFile = "The data";

    internal static TextDataException File(string? path, string problem, Exception? cause = null) =>
        new($"{path ?? NoFile}: {problem}", cause) { Path = path };

    internal static TextDataException Line(string? path, long line, string problem, string? column = null, string? value = null, Exception? cause = null) =>
        new($"{path ?? NoFile}, line {line}: {problem}", cause) { Path = path, Line = line, Column = column, Value = value is null ? null : Shorten(value) };

    /// <summary>One column for two things.</summary>
    internal static TextDataException SameColumn(string? path, long line, string column, string other, string option) =>
        Line(path, line, $"the column '{column}' is named for the text and for the {other}. Name another one (TextReadOptions.TextColumn, {option}).", column);

    /// <summary>A row of a data set, which knows its line or else is named by its position.</summary>
    internal static TextDataException Row(TextDataset data, int row, string problem, string? value = null)
    {
        TextExample example = data[row];
        string? path = example.Path ?? data.Path;
        string place = example.Line is { } line ? $"line {line}" : $"row {row + 1}";
        return new($"{path ?? NoFile}, {place}: {problem}") { Path = path, Line = example.Line, Value = value is null ? null : Shorten(value) };
    }

    /// <summary>A value as a message shows it: in quotes, control characters replaced, not too long.</summary>
    internal static string Quote(ReadOnlySpan<char> value) => $"'{Shorten(value)}'";

    internal static string Shorten(ReadOnlySpan<char> value)
    {
        bool isLong = value.Length > ShownCharacters;
        char[] shown = (isLong ? value[..ShownCharacters] : value).ToArray();
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(shown[i]) ? ' ' : shown[i];
        }

        return isLong ? new string(shown) + "…" : new string(shown);
    }
}
