using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Tests.Protocol.Outbound;

/// <summary>Keeps every line that anything in the process logs, with its exception, as a log file would show it.</summary>
internal sealed class Recorder(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose() { }
}
