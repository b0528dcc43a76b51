using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Cli.Options;
using TransferLearning.TextClassification.Cli.Reports;
using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary><c>tltc evaluate</c>: scores a classifier on labelled rows.</summary>
internal sealed class EvaluateCommand
{
    private readonly Option<string> model = OptionKinds.Path("--model", "The classifier's folder", "FOLDER");
    private readonly Option<string> data = OptionKinds.Path("--data", "The labelled rows", "FILE");
    private readonly Option<string> report = OptionKinds.Path("--report", "Where the figures are written as JSON", "FILE.json", required: false);
    private readonly Option<Precision> precision = OptionKinds.Precision();
    private readonly Option<ComputeDevice> device = OptionKinds.Device();
    private readonly ReadingOptions reading = new();

    internal static Command Create() => new EvaluateCommand().ToCommand();

    private Command ToCommand()
    {
        Command command = new("evaluate", "Scores a classifier on labelled rows: precision, recall, F1 and support of every label, the most confused pairs.")
        {
            model, data, device, precision, report,
        };
        reading.AddTo(command);
        command.SetAction((parsed, _) => ExecuteAsync(parsed));
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult parsed)
    {
        using Interruption interruption = new();
        string? reportFile = parsed.GetValue(report);
        OutputPaths.EnsureApart("--report", reportFile, [("--data", parsed.GetValue(data))], [("--model", parsed.GetValue(model))]);
        ReportFile.EnsureWritable(reportFile);
        using TransferClassifier classifier = await TransferClassifier.LoadAsync(
            parsed.GetRequiredValue(model), new() { Device = parsed.GetRequiredValue(device), Precision = parsed.GetValue(precision), LoggerFactory = new ScreenLogger() }, interruption.Abort);
        TextDataset rows = await TextDataset.ReadAsync(parsed.GetRequiredValue(data), reading.Read(parsed, TextLabelling.Required, classifier.Task), interruption.Abort);

        Stopwatch watch = Stopwatch.StartNew();
        EvaluationReport evaluation = await classifier.EvaluateAsync(rows, interruption.Abort);
        double textsPerSecond = rows.Count / Math.Max(watch.Elapsed.TotalSeconds, 1e-9);
        Screen.Say(FormattableString.Invariant($"{rows.Count} texts in {watch.Elapsed.TotalSeconds:0.0} s, {textsPerSecond:0.0} texts/s."));
        ReportFile.WriteAndPrint(reportFile, () => Report(evaluation, textsPerSecond), evaluation);
        return ExitCode.Done;
    }

    private static JsonObject Report(EvaluationReport evaluation, double textsPerSecond)
    {
        JsonObject figures = ReportFile.Create(evaluation);
        figures["texts_per_second"] = textsPerSecond;
        figures["peak_memory_mb"] = PeakMemory.InMegabytes();
        figures["evaluation"] = ReportFile.Parse(evaluation.ToJson());
        return figures;
    }
}
