using TransferLearning.TextClassification.Cli.Options;

namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>One clear message for whatever went wrong, and the exit code.</summary>
internal static class Failures
{
    /// <summary>Set to <c>1</c>, the trace of an error is printed too.</summary>
    internal const string TraceVariable = "TLTC_TRACE";

    internal static int Report(Exception exception)
    {
        bool trace = Environment.GetEnvironmentVariable(TraceVariable) == "1";
        (int exitCode, string message) = Describe(exception);
        Console.Error.WriteLine(trace ? $"error: {message}{Environment.NewLine}{exception}" : $"error: {message}");
        return exitCode;
    }

    private static (int ExitCode, string Message) Describe(Exception exception) => exception switch
    {
        UsageException or TextDataException or ConfigurationException or CheckpointException => (ExitCode.BadInput, OptionNames.Translate(exception.Message)),
        HubException { IsTransient: false } => (ExitCode.BadInput, exception.Message),
        TransferLearningException => (ExitCode.Failed, OptionNames.Translate(exception.Message)),
        OperationCanceledException => (ExitCode.Failed, "Aborted. Nothing was saved."),
        OutOfMemoryException => (ExitCode.Failed, "The memory is full. Take a smaller --batch-size or fewer --max-tokens."),
        AggregateException { InnerExceptions: [{ } only] } => Describe(only),
        _ => (ExitCode.Failed, $"Unexpected: {exception.Message} ({exception.GetType().Name}). Set {TraceVariable}=1 to see where it happened."),
    };
}
