using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Data;

/// <summary>Makes rows out of cells and finds what is wrong with them. One a file: equal labels share their strings and targets.</summary>
internal sealed class ExampleFactory
{
    private const string CellMend = "Shorten it, or raise the limit (TextReadOptions.MaxCellBytes, --max-cell-bytes).";

    private readonly TextReadOptions options;
    private readonly Dictionary<string, TextTarget> targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal);

    internal ExampleFactory(string? path, TextReadOptions options)
    {
        Path = path;
        foreach ((string name, string? column) in ((string, string?)[])[(nameof(options.TextColumn), options.TextColumn), (nameof(options.LabelColumn), options.LabelColumn)])
        {
            if (column is null)
            {
                throw new ArgumentException($"{nameof(TextReadOptions)}.{name} is null. Name a column, or leave it out for the default.", nameof(options));
            }
        }

        this.options = options.MaxCellBytes > 0 ? options : throw DataErrors.File(
            path, $"the limit of a cell is {options.MaxCellBytes} bytes; it must be positive (TextReadOptions.MaxCellBytes, --max-cell-bytes).");
    }

    internal string? Path { get; }

    private bool IsPrediction => options.Labelling == TextLabelling.None;

    /// <summary>A row with one text. A null target is a row whose label is missing.</summary>
    internal TextExample Create(long line, TextTarget? target, ReadOnlySpan<char> text)
    {
        string first = Text(line, options.TextColumn, text, target, out bool isCut);
        RequireTarget(line, target);
        return new(new TextInput(first), target) { Path = Path, Line = line, IsCut = isCut };
    }

    /// <summary>A row with a pair of texts.</summary>
    internal TextExample Create(long line, TextTarget? target, ReadOnlySpan<char> text, ReadOnlySpan<char> secondText)
    {
        string first = Text(line, options.TextColumn, text, target, out bool isFirstCut);
        string second = Text(line, options.SecondTextColumn ?? TextReadOptions.DefaultSecondTextColumn, secondText, target, out bool isSecondCut);
        RequireTarget(line, target);
        return new(new TextInput(first, second), target) { Path = Path, Line = line, IsCut = isFirstCut || isSecondCut };
    }

    /// <summary>The target that a cell says, or null where it is empty or labels are not looked at.</summary>
    internal TextTarget? Target(long line, ReadOnlySpan<char> cell)
    {
        if (IsPrediction)
        {
            return null;
        }

        if (targets.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(cell, out TextTarget? known))
        {
            return known;
        }

        if (cell.IsWhiteSpace())
        {
            return options.Task == TextTask.MultiLabel && options.Labelling == TextLabelling.Required ? TextTarget.FromLabels([]) : null;
        }

        RequireSize(line, options.LabelColumn, cell);
        if (options.Task == TextTask.Regression)
        {
            return Number(line, cell);
        }

        string value = cell.ToString();
        TextTarget parsed = options.LabelSeparator is { } separator && options.Task != TextTask.SingleLabel && value.Contains(separator)
            ? Targets(line, value.Split(separator, StringSplitOptions.TrimEntries))!
            : TextTarget.FromLabel(Intern(value));
        targets.Add(value, parsed);
        return parsed;
    }

    /// <summary>The target of a list of labels, perhaps an empty one.</summary>
    internal TextTarget? Targets(long line, IReadOnlyList<string> values)
    {
        if (IsPrediction)
        {
            return null;
        }

        foreach (string value in values)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                string all = string.Join(options.LabelSeparator ?? '|', values);
                throw DataErrors.Line(Path, line, $"one of the labels in {DataErrors.Quote(all)} is empty. Remove it.", options.LabelColumn, all);
            }

            RequireSize(line, options.LabelColumn, value);
        }

        return options.Task switch
        {
            TextTask.Regression => throw DataErrors.Line(Path, line, "a list stands where a number is expected. Give one number a row.", options.LabelColumn),
            TextTask.SingleLabel when values.Count != 1 =>
                throw DataErrors.Line(Path, line, $"the row has {values.Count} labels, but one is expected. Give one, or read the file as multi-label.", options.LabelColumn),
            _ => TextTarget.FromLabels(values.Select(Intern)),
        };
    }

    private TextTarget Number(long line, ReadOnlySpan<char> cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? TextTarget.FromNumber(number)
            : throw DataErrors.Line(
                Path, line, $"{DataErrors.Quote(cell)} in column '{options.LabelColumn}' is not a finite number. Write it like 3.5, or read the file as classes.", options.LabelColumn, cell.ToString());

    private string Text(long line, string column, ReadOnlySpan<char> text, TextTarget? target, out bool isCut)
    {
        isCut = false;
        if (IsPrediction)
        {
            int length = CutLength(text, options.MaxCellBytes);
            isCut = length < text.Length;
            return text[..length].ToString();
        }

        RequireSize(line, column, text);
        if (text.IsWhiteSpace() && (target is not null || options.Labelling == TextLabelling.Required))
        {
            throw DataErrors.Line(Path, line, $"the text in column '{column}' is empty. Remove the row, or give it a text.", column, text.ToString());
        }

        return text.ToString();
    }

    private void RequireTarget(long line, TextTarget? target)
    {
        if (target is null && options.Labelling == TextLabelling.Required)
        {
            throw DataErrors.Line(Path, line, $"the row has no label in column '{options.LabelColumn}'. Give it one, or remove the row.", options.LabelColumn, string.Empty);
        }
    }

    private void RequireSize(long line, string column, ReadOnlySpan<char> cell)
    {
        if (cell.Length > options.MaxCellBytes / 3 && Encoding.UTF8.GetByteCount(cell) is int bytes && bytes > options.MaxCellBytes)
        {
            throw DataErrors.Line(
                Path, line, string.Create(CultureInfo.InvariantCulture, $"the cell in column '{column}' has {bytes:N0} bytes; at most {options.MaxCellBytes:N0} are allowed. It begins {DataErrors.Quote(cell)}. {CellMend}"), column, cell[..Math.Min(cell.Length, 100)].ToString());
        }
    }

    /// <summary>How many characters fit into so many bytes of UTF-8, no surrogate pair torn apart.</summary>
    private static int CutLength(ReadOnlySpan<char> text, int maximumBytes)
    {
        if (text.Length <= maximumBytes / 3)
        {
            return text.Length;
        }

        int length = 0;
        for (int bytes = 0; length < text.Length;)
        {
            Rune.DecodeFromUtf16(text[length..], out Rune rune, out int consumed);
            bytes += rune.Utf8SequenceLength;
            if (bytes > maximumBytes)
            {
                break;
            }

            length += consumed;
        }

        return length;
    }

    private string Intern(string label)
    {
        if (!labels.TryGetValue(label, out string? known))
        {
            labels.Add(label, known = label);
        }

        return known;
    }
}
