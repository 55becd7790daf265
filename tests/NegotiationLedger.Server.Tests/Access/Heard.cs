using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>Everything that a server logs, as it would be written.</summary>
internal sealed class Heard : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _messages = new();

    /// <summary>Listens to a server from the beginning of a minute, for within one minute nothing is told twice.</summary>
    internal static Heard Of(RunningServer server)
    {
        server.Services.GetRequiredService<AccessLog>().Tell();
        var heard = new Heard();
        server.Services.GetRequiredService<ILoggerFactory>().AddProvider(heard);
        return heard;
    }

    internal IReadOnlyCollection<string> Messages => _messages;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        Microsoft.Extensions.Logging.EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _messages.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose() { }
}
