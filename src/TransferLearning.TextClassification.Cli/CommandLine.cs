using System.CommandLine;
using System.CommandLine.Invocation;
using TransferLearning.TextClassification.Cli.Commands;
using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli;

/// <summary>From words to an exit code.</summary>
internal static class CommandLine
{
    internal static async Task<int> RunAsync(string[] arguments)
    {
        ParseResult parsed = CreateRoot().Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            string message = string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message).Distinct());
            return Failures.Report(new UsageException($"{message}{Environment.NewLine}See 'tltc {CommandPath(parsed)}--help'."));
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong ends in one message and an exit code, never in a stack trace.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failures.Report(exception);
        }
    }

    private static RootCommand CreateRoot() =>
        new("Fine-tunes a pretrained encoder on labelled texts, evaluates it and predicts with it. Exit codes: 0 done, 1 failed, 2 bad usage or input.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            DataCommand.Create(),
            InfoCommand.Create(),
        };

    private static string CommandPath(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? string.Empty : parsed.CommandResult.Command.Name + " ";
}
