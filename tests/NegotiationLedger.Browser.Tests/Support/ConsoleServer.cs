using NegotiationLedger.Console;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>A real server with the console, which holds the Doha talks.</summary>
public sealed class ConsoleServer(PostgresFixture postgres) : IAsyncLifetime
{
    public RunningServer Server { get; } = new(postgres) { Pages = ConsolePages.Served };

    /// <summary>Where it is, without a slash at its end.</summary>
    public string Address => Server.Http.BaseAddress!.ToString().TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await Server.Load("doha-2025");
        await Server.CaughtUp();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
