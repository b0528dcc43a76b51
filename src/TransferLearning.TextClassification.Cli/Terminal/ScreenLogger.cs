using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>The library's messages, from information upwards, as lines of the error stream.</summary>
internal sealed class ScreenLogger : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There is one place where messages go.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Screen.Say((logLevel >= LogLevel.Warning ? "warning: " : string.Empty) + formatter(state, exception));
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
