using System.CommandLine;
using System.Threading.Channels;
using TransferLearning.TextClassification.Cli.Options;
using TransferLearning.TextClassification.Cli.Reports;
using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary><c>tltc predict</c>: texts in, JSON Lines out, in the order of the texts.</summary>
internal sealed class PredictCommand
{
    private const int TextsABatch = 1024;
    private const string StandardInput = "-";

    private readonly Option<string> model = OptionKinds.Path("--model", "The classifier's folder", "FOLDER");
    private readonly Option<string?> text = new("--text") { Description = "One text", HelpName = "TEXT" };
    private readonly Option<string?> secondText = new("--text-b") { Description = "With --text: the second text of a pair, for a classifier that is trained on pairs", HelpName = "TEXT" };
    private readonly Option<string> data = OptionKinds.Path("--data", "Texts in JSON Lines, TSV or CSV; no label column is needed", "FILE", required: false);
    private readonly Option<bool> all = new("--all") { Description = "Give the probability of every label too" };
    private readonly Option<Precision> precision = OptionKinds.Precision();
    private readonly Option<ComputeDevice> device = OptionKinds.Device();
    private readonly Argument<string?> input = new("input") { Description = "'-' reads one text a line from the standard input", Arity = ArgumentArity.ZeroOrOne, HelpName = "-" };
    private readonly ReadingOptions reading = new();

    internal static Command Create() => new PredictCommand().ToCommand();

    private Command ToCommand()
    {
        Command command = new("predict", "Predicts: a JSON object a line for every text, in order. Give one of --text, --data and -.") { model, text, secondText, data, input, all, device, precision };
        reading.AddTo(command);
        command.Validators.Add(result =>
        {
            int sources = (result.GetResult(text) is null ? 0 : 1) + (result.GetResult(data) is null ? 0 : 1) + (result.GetValue(input) is null ? 0 : 1);
            if (result.GetValue(input) is { } word && word != StandardInput)
            {
                result.AddError($"'{word}' is not known. Give a text with --text, a file with --data, or '-' for the standard input.");
            }
            else if (sources != 1)
            {
                result.AddError($"{(sources == 0 ? "Nothing to predict for" : "More than one source of texts")}: give one of --text, --data and '-'.");
            }
            else if (result.GetResult(secondText) is not null && result.GetResult(text) is null)
            {
                result.AddError("--text-b is the second text of a pair: give the first with --text.");
            }
        });
        command.SetAction((parsed, _) => ExecuteAsync(parsed));
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult parsed)
    {
        using Interruption interruption = new();
        using TransferClassifier classifier = await TransferClassifier.LoadAsync(
            parsed.GetRequiredValue(model), new() { Device = parsed.GetRequiredValue(device), Precision = parsed.GetValue(precision), LoggerFactory = new ScreenLogger() }, interruption.Abort);
        PredictedInputs inputs = new(parsed.GetRequiredValue(model), classifier.Pairs);
        inputs.EnsureNoSecondText(parsed.GetValue(secondText) is null ? reading.SecondTextOption(parsed) : secondText.Name);
        using PredictionWriter writer = new(Console.OpenStandardOutput(), parsed.GetValue(all));
        Channel<TextExample> texts = Channel.CreateBounded<TextExample>(4 * TextsABatch);
        Task readingTask = Task.Run(() => FillAsync(texts.Writer, abort => Source(parsed, abort), inputs, interruption.Abort));
        int cut = 0;
        while (await texts.Reader.WaitToReadAsync(interruption.Abort))
        {
            // What is there is answered at once, so that a person who types a text a line does not wait.
            List<TextExample> batch = [];
            while (batch.Count < TextsABatch && texts.Reader.TryRead(out TextExample? example))
            {
                batch.Add(example);
                cut += example.IsCut ? 1 : 0;
            }

            IReadOnlyList<Prediction> predictions = classifier.PredictMany([.. batch.Select(example => example.Input)], interruption.Abort);
            writer.Write(batch, predictions);
        }

        await readingTask;
        if (cut > 0)
        {
            Screen.Say($"warning: {cut} {(cut == 1 ? "text was" : "texts were")} larger than --max-cell-bytes and {(cut == 1 ? "was" : "were")} cut there.");
        }

        return ExitCode.Done;
    }

    private IAsyncEnumerable<TextExample> Source(ParseResult parsed, CancellationToken abort)
    {
        if (parsed.GetValue(text) is { } single)
        {
            return new[] { new TextExample(new TextInput(single, parsed.GetValue(secondText))) }.ToAsyncEnumerable();
        }

        TextReadOptions options = reading.Read(parsed, TextLabelling.None);
        return parsed.GetValue(data) is { } path
            ? TextDataset.StreamAsync(path, options, abort)
            : TextDataset.StreamAsync(Console.OpenStandardInput(), options, abort);
    }

    private static async Task FillAsync(ChannelWriter<TextExample> writer, Func<CancellationToken, IAsyncEnumerable<TextExample>> open, PredictedInputs inputs, CancellationToken abort)
    {
        Exception? failure = null;
        try
        {
            await foreach (TextExample example in open(abort).WithCancellation(abort))
            {
                inputs.EnsureFits(example);
                await writer.WriteAsync(example, abort);
            }
        }
#pragma warning disable CA1031 // It is handed to the reading end, which throws it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        writer.Complete(failure);
    }
}
