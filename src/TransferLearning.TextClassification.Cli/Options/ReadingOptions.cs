using System.CommandLine;
using System.Text;

namespace TransferLearning.TextClassification.Cli.Options;

/// <summary>The options of every command that reads data.</summary>
internal sealed class ReadingOptions
{
    private const string Automatic = "auto";

    private readonly Option<string> format = OptionKinds.Choice(
        "--format", "How the file is laid out; auto goes by its extension", Automatic, Automatic, "csv", "tsv", "jsonl", "json", "lines", "folders");

    private readonly Option<string> labelColumn = new("--label-column")
    {
        Description = "The column of the label: its name, or its number from 0", HelpName = "COLUMN", DefaultValueFactory = _ => "label",
    };

    private readonly Option<string> textColumn = new("--text-column")
    {
        Description = "The column of the text: its name, or its number from 0", HelpName = "COLUMN", DefaultValueFactory = _ => "text",
    };

    private readonly Option<string?> secondTextColumn = new("--text-b-column")
    {
        Description = "The column of the second text of a pair; not given: text_b where the file has it", HelpName = "COLUMN",
    };

    private readonly Option<char?> delimiter = new("--delimiter")
    {
        Description = "The character between two cells ('tab' for a tab); not given: a comma for .csv, a tab for .tsv",
        HelpName = "CHARACTER",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "tab" or "\\t" => '\t',
            [char single] => single,
            _ => OptionKinds.Refuse<char?>(result, "--delimiter", "a single character, or 'tab'"),
        },
    };

    private readonly Option<bool> noHeader = new("--no-header") { Description = "The first row is data: label, text and, where there are three cells, second text" };

    private readonly Option<Encoding?> encoding = new("--encoding")
    {
        Description = "The file's character encoding, such as latin1, windows-1252, gb18030 or shift_jis; not given: UTF-8. A byte order mark in the file wins",
        HelpName = "NAME",
        CustomParser = result => Find(result.Tokens[0].Value) ?? OptionKinds.Refuse<Encoding?>(result, "--encoding", "the name of a character encoding, such as utf-8, utf-16, latin1, windows-1252, gb18030 or shift_jis"),
    };

    private readonly Option<int> maxCellBytes = OptionKinds.WholeNumber("--max-cell-bytes", "The largest cell in bytes: a larger one is an error; in prediction it is cut, but for a text of --text, which is taken whole", 1024 * 1024);

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[format, labelColumn, textColumn, secondTextColumn, delimiter, noHeader, encoding, maxCellBytes])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The name of the option of the second text where it names a column, else null.</summary>
    internal string? SecondTextOption(ParseResult parsed) => string.IsNullOrEmpty(parsed.GetValue(secondTextColumn)) ? null : secondTextColumn.Name;

    internal TextReadOptions Read(ParseResult parsed, TextLabelling labelling, TextTask? task = null) => new()
    {
        Format = parsed.GetValue(format) switch
        {
            "csv" => TextFileFormat.Csv,
            "tsv" => TextFileFormat.Tsv,
            "jsonl" => TextFileFormat.JsonLines,
            "json" => TextFileFormat.Json,
            "lines" => TextFileFormat.Lines,
            "folders" => TextFileFormat.Folders,
            _ => null,
        },
        LabelColumn = parsed.GetRequiredValue(labelColumn),
        TextColumn = parsed.GetRequiredValue(textColumn),
        SecondTextColumn = parsed.GetValue(secondTextColumn),
        Delimiter = parsed.GetValue(delimiter),
        HasHeader = !parsed.GetValue(noHeader),
        Encoding = parsed.GetValue(encoding),
        MaxCellBytes = parsed.GetValue(maxCellBytes),
        Labelling = labelling,
        Task = task,
    };

    /// <summary>An encoding by name, those of other alphabets and of Windows too; null where there is none.</summary>
    private static Encoding? Find(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null; // NotSupportedException: UTF-7, which is not safe to read
        }
    }
}
