using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Store.Tests.Projections;

/// <summary>A node that runs the projections of a ledger, and nothing else.</summary>
internal sealed class ProjectingHost(IHost host, ProjectingHost.Lines lines) : IAsyncDisposable
{
    /// <summary>What the node logged, warnings and worse.</summary>
    public IReadOnlyCollection<string> Logged => lines.All;

    public ProjectionControl Control => host.Services.GetRequiredService<ProjectionControl>();

    public LedgerLog Log => host.Services.GetRequiredService<LedgerLog>();

    public static Task<ProjectingHost> Start(TestLedger ledger) => Start(ledger.Database.WriterConnectionString);

    public static async Task<ProjectingHost> Start(string connectionString)
    {
        var lines = new Lines();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(lines).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddLedgerStore(new() { ConnectionString = connectionString });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host, lines);
    }

    /// <summary>Waits until every projection has followed the log to its head, and none is being rebuilt.</summary>
    public Task CaughtUp() =>
        Waiting.Until(async () =>
            (await Control.List(0, TestContext.Current.CancellationToken)).All(p => p is { Lag: 0, RebuiltTo: null })
        );

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    internal sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            Microsoft.Extensions.Logging.EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                _lines.Enqueue($"{formatter(state, exception)} {exception?.Message}");
        }

        public void Dispose() { }
    }
}
