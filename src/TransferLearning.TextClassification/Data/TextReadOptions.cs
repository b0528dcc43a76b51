using System.Text;

namespace TransferLearning.TextClassification;

/// <summary>How a file of texts is read. The defaults read a file with the columns <c>label</c>, <c>text</c> and perhaps <c>text_b</c>.</summary>
public sealed record TextReadOptions
{
    internal const string DefaultLabelColumn = "label";
    internal const string DefaultTextColumn = "text";
    internal const string DefaultSecondTextColumn = "text_b";

    /// <summary>The format; null takes it from the name.</summary>
    /// <value>Default: null. <c>.csv</c>, <c>.tsv</c>, <c>.jsonl</c>, <c>.ndjson</c> and <c>.json</c> say it themselves, also before <c>.gz</c>;
    /// <c>.txt</c> is tab-separated where labels are read and one text a line where they are not; a folder holds one folder a class.</value>
    public TextFileFormat? Format { get; init; }

    /// <summary>The character between two cells; null takes it from the format.</summary>
    /// <value>Default: null, a comma for CSV and a tab for TSV.</value>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row of a delimited file names the columns.</summary>
    /// <value>Default: true. Without a header the cells are label, text and, where there are three, second text; where there is one, the text.</value>
    public bool HasHeader { get; init; } = true;

    /// <summary>The column of the label: its name, or its number from 0.</summary>
    /// <value>Default: <c>label</c>; in JSON also <c>labels</c>.</value>
    public string LabelColumn { get; init; } = DefaultLabelColumn;

    /// <summary>The column of the text: its name, or its number from 0.</summary>
    /// <value>Default: <c>text</c>.</value>
    public string TextColumn { get; init; } = DefaultTextColumn;

    /// <summary>The column of the second text of a pair: its name, or its number from 0; an empty name leaves it unread.</summary>
    /// <value>Default: null, <c>text_b</c> where the file has it. A column that is named here must be there.</value>
    public string? SecondTextColumn { get; init; }

    /// <summary>Whether quotes have a meaning; null takes it from the format.</summary>
    /// <value>Default: null, RFC 4180 for CSV and none for TSV.</value>
    public TextQuoting? Quoting { get; init; }

    /// <summary>The file's encoding; bytes that are invalid in it are an error. A byte order mark in the file wins.</summary>
    /// <value>Default: null, UTF-8.</value>
    public Encoding? Encoding { get; init; }

    /// <summary>The largest cell, in bytes of UTF-8. A larger one is an error; with <see cref="TextLabelling.None"/> it is cut.</summary>
    /// <value>Default: 1,048,576 (1 MiB).</value>
    public int MaxCellBytes { get; init; } = 1024 * 1024;

    /// <summary>The character between several labels of one row, perhaps with blanks around it; null never splits a label.</summary>
    /// <value>Default: <c>|</c>. Labels are not split where <see cref="Task"/> is <see cref="TextTask.SingleLabel"/>.</value>
    public char? LabelSeparator { get; init; } = '|';

    /// <summary>Whether rows carry labels.</summary>
    /// <value>Default: <see cref="TextLabelling.Required"/>.</value>
    public TextLabelling Labelling { get; init; }

    /// <summary>The task; null infers it from the labels.</summary>
    /// <value>Default: null, <see cref="TextTask.MultiLabel"/> where any row has several labels or an empty set, else <see cref="TextTask.SingleLabel"/>.
    /// <see cref="TextTask.Regression"/> reads labels as numbers.</value>
    public TextTask? Task { get; init; }
}
