using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> messages = [];

    internal IEnumerable<string> Warnings => messages.Where(message => message.Level == LogLevel.Warning).Select(message => message.Message);

    /// <summary>Is told of each message.</summary>
    internal Action<string>? OnMessage { get; init; }

    internal IEnumerable<string> Messages => messages.Select(message => message.Message);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string message = formatter(state, exception);
        messages.Enqueue((logLevel, message));
        OnMessage?.Invoke(message);
    }

    public void Dispose()
    {
    }
}
