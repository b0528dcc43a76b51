using System.CommandLine;
using TransferLearning.TextClassification.Cli.Options;
using TransferLearning.TextClassification.Cli.Reports;
using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary><c>tltc data</c>: looks labelled rows over before anything is trained on them.</summary>
internal sealed class DataCommand
{
    private readonly Option<string> data = OptionKinds.Path("--data", "The labelled rows", "FILE");
    private readonly Option<string> test = OptionKinds.Path("--test", "Test rows, compared with the others: what stands in both is reported", "FILE", required: false);
    private readonly Option<string> report = OptionKinds.Path("--report", "Where the figures are written as JSON", "FILE.json", required: false);
    private readonly ReadingOptions reading = new();

    internal static Command Create() => new DataCommand().ToCommand();

    private Command ToCommand()
    {
        Command command = new("data", "Reports on labelled rows: labels, lengths, repeated rows, and rows that stand in the test data too.") { data, test, report };
        reading.AddTo(command);
        command.SetAction((parsed, _) => ExecuteAsync(parsed));
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult parsed)
    {
        using Interruption interruption = new();
        string? reportFile = parsed.GetValue(report);
        OutputPaths.EnsureApart("--report", reportFile, [("--data", parsed.GetValue(data)), ("--test", parsed.GetValue(test))], []);
        ReportFile.EnsureWritable(reportFile);
        TextReadOptions options = reading.Read(parsed, TextLabelling.Required);
        TextDataset rows = await TextDataset.ReadAsync(parsed.GetRequiredValue(data), options, interruption.Abort);
        TextDataset? others = parsed.GetValue(test) is { } path ? await TextDataset.ReadAsync(path, options with { Task = rows.Task }, interruption.Abort) : null;
        DataReport found = rows.Report(others);
        ReportFile.WriteAndPrint(reportFile, () => ReportFile.Parse(found.ToJson())!.AsObject(), found);
        return ExitCode.Done;
    }
}
