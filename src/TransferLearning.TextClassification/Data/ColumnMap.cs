using System.Globalization;

namespace TransferLearning.TextClassification.Data;

/// <summary>Which cell of a row is label, text and second text.</summary>
internal sealed class ColumnMap
{
    private const string ZeroBytes = "There are zero bytes in it, as in UTF-16 without a byte order mark: save the file as UTF-8, or name its encoding (TextReadOptions.Encoding).";

    private ColumnMap(int count, int? label, int text, int? secondText)
    {
        Count = count;
        Label = label;
        Text = text;
        SecondText = secondText;
    }

    /// <summary>How many cells every row has.</summary>
    internal int Count { get; }

    internal int? Label { get; }

    internal int Text { get; }

    internal int? SecondText { get; }

    internal static ColumnMap FromHeader(string[] names, TextReadOptions options, char delimiter, string? path, long line)
    {
        int? Find(string column, string option, bool mustExist)
        {
            int at = Array.IndexOf(names, column);
            if (at >= 0 && Array.IndexOf(names, column, at + 1) >= 0)
            {
                throw Wrong($"the column '{column}' stands twice in the header. Rename one of them", column);
            }

            if (at >= 0)
            {
                return at;
            }

            if (Index(column) is { } index && index < names.Length)
            {
                return index;
            }

            return mustExist ? throw Wrong($"there is no column '{column}'. {Columns(names)}{Hint(names, column, delimiter)} Name the right one ({option})", column) : null;
        }

        TextDataException Wrong(string problem, string column) => DataErrors.Line(path, line, problem + ".", column, string.Join(delimiter, names));

        int text = Find(options.TextColumn, "TextReadOptions.TextColumn", mustExist: true)!.Value;
        int? label = options.Labelling == TextLabelling.None
            ? null
            : Find(options.LabelColumn, "TextReadOptions.LabelColumn", mustExist: options.Labelling == TextLabelling.Required);
        int? second = options.SecondTextColumn is not ""
            ? Find(options.SecondTextColumn ?? TextReadOptions.DefaultSecondTextColumn, "TextReadOptions.SecondTextColumn", options.SecondTextColumn is not null)
            : null;
        return new ColumnMap(names.Length, label, text, second).Checked(options, path, line);
    }

    internal static ColumnMap WithoutHeader(List<ReadOnlyMemory<char>> cells, TextReadOptions options, string? path, long line)
    {
        int count = cells.Count;
        if (options.Labelling != TextLabelling.None && cells.Find(cell => cell.Span.Contains('\0')) is { IsEmpty: false } cell)
        {
            throw DataErrors.Line(path, line, $"this is no text: {DataErrors.Quote(cell.Span)}. {ZeroBytes}", value: cell.ToString());
        }

        int Position(string column, string standard, int position) => column == standard ? position : Index(column) ?? throw DataErrors.Line(
            path, line, $"the column '{column}' is a name, but the file is read without a header. Give its number from 0, or read the first row as a header.", column);

        int Existing(int position) => position < count ? position : throw DataErrors.Line(
            path, line, $"there is no column {position}: the first row has {count} cells, numbered from 0. Check the delimiter and the column numbers.", position.ToString(CultureInfo.InvariantCulture));

        bool isTextAlone = count == 1 && options.Labelling != TextLabelling.Required;
        int text = Existing(Position(options.TextColumn, TextReadOptions.DefaultTextColumn, isTextAlone ? 0 : 1));
        int? label = options.Labelling == TextLabelling.None || isTextAlone ? null : Existing(Position(options.LabelColumn, TextReadOptions.DefaultLabelColumn, 0));
        int? second = options.SecondTextColumn switch
        {
            null => count == 3 ? 2 : null,
            "" => null,
            string column => Existing(Position(column, TextReadOptions.DefaultSecondTextColumn, 2)),
        };
        return new ColumnMap(count, label, text, second).Checked(options, path, line);
    }

    /// <summary>The text's column is no other's: a classifier would learn from its own answers, or from one text twice.</summary>
    private ColumnMap Checked(TextReadOptions options, string? path, long line)
    {
        if (Text == Label)
        {
            throw DataErrors.SameColumn(path, line, options.TextColumn, "label", "TextReadOptions.LabelColumn");
        }

        return Text == SecondText ? throw DataErrors.SameColumn(path, line, options.TextColumn, "second text", "TextReadOptions.SecondTextColumn") : this;
    }

    private static int? Index(string column) => int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    private static string Columns(string[] names) =>
        names.Length == 1 ? $"The only column is {DataErrors.Quote(names[0])}." : $"The columns are {string.Join(", ", names.Take(30).Select(name => DataErrors.Quote(name)))}.";

    private static string Hint(string[] names, string column, char delimiter)
    {
        if (Array.Exists(names, name => name.Contains('\0')))
        {
            return " " + ZeroBytes;
        }

        if (Array.Exists(names, name => name.Contains('\r')))
        {
            return " Its lines seem to end in CR alone: save the file with line ends LF or CR LF.";
        }

        if (names.Length == 1 && "\t,;|".FirstOrDefault(other => other != delimiter && names[0].Contains(other)) is var found && found != default)
        {
            return $" The delimiter may be {(found == '\t' ? "a tab" : $"'{found}'")} (TextReadOptions.Delimiter, --delimiter).";
        }

        string? near = Array.Find(names, name => name.Trim().Equals(column, StringComparison.OrdinalIgnoreCase));
        return near is null ? string.Empty : $" Did you mean {DataErrors.Quote(near)}?";
    }
}
