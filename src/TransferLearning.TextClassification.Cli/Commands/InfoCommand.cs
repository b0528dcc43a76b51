using System.CommandLine;
using System.Globalization;
using System.Text;
using TransferLearning.TextClassification.Cli.Options;
using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary><c>tltc info</c>: tells what a folder holds.</summary>
internal sealed class InfoCommand
{
    private const int LeastWidth = 25;

    private readonly Option<string> model = OptionKinds.Path("--model", "A saved classifier, or a checkpoint in the Hugging Face layout", "FOLDER");

    internal static Command Create() => new InfoCommand().ToCommand();

    private Command ToCommand()
    {
        Command command = new("info", "Tells what a classifier's or a checkpoint's folder holds.") { model };
        command.SetAction(parsed =>
        {
            Results.Print(Describe(ModelInfo.Read(parsed.GetRequiredValue(model))).TrimEnd());
            return ExitCode.Done;
        });
        return command;
    }

    internal static string Describe(ModelInfo info)
    {
        StringBuilder text = new();
        int width = info.Sizes.Keys.Select(name => name.Length + 2).Append(LeastWidth).Max();
        Line("folder", info.Folder);
        Line("kind", info.IsSavedClassifier ? "saved classifier" : info.IsClassifier ? "classifier of the reference implementation" : "pretrained encoder, not a classifier");
        Line("encoder", info.Family);
        foreach ((string name, long size) in info.Sizes)
        {
            Line("  " + name, size.ToString("N0", CultureInfo.InvariantCulture));
        }

        Line("parameters", info.ParameterCount.ToString("N0", CultureInfo.InvariantCulture));
        Line("tokenizer", info.Tokenizer);
        Line("pooling", $"{info.Pooling} ({info.PoolingReason})");
        Line("max tokens", info.MaxTokens.ToString(CultureInfo.InvariantCulture));
        Line("inputs", info.Pairs switch { true => "pairs of texts", false => "single texts", null => null });
        Line("head", info.Head);
        Line("reference class", info.ReferenceClass ?? (info.ReferenceDifference is { } difference ? $"none gives these answers: {difference}" : null));
        Line("task", info.Task switch { TextTask.SingleLabel => "one label a text", TextTask.MultiLabel => "several labels a text", TextTask.Regression => "a number", _ => null });
        Line("labels", info.Labels.Count == 0 ? null : $"{info.Labels.Count}: {string.Join(", ", info.Labels)}");
        Line("new parts", info.NewParts.Count == 0 ? null : string.Join(", ", info.NewParts));
        Line("written by", info.Versions.Count == 0 ? null : string.Join(", ", info.Versions.Select(version => $"{version.Key} {version.Value}")));
        return text.ToString();

        void Line(string name, string? value)
        {
            if (value is not null)
            {
                // A folder of others may hold what would move a terminal's cursor or feign a line.
                text.AppendLine(CultureInfo.InvariantCulture, $"{name.PadRight(width)} {string.Concat(value.Select(letter => char.IsControl(letter) ? ' ' : letter))}");
            }
        }
    }
}
