using NegotiationLedger.Console;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>A real server with the console, which holds the Doha talks.</summary>
public class ConsoleServer(PostgresFixture postgres) : IAsyncLifetime
{
    public RunningServer Server { get; } = new(postgres) { Pages = ConsolePages.Served };

    /// <summary>Where it is, without a slash at its end.</summary>
    public string Address => Server.Http.BaseAddress!.ToString().TrimEnd('/');

    /// <summary>What is loaded into it.</summary>
    protected virtual IReadOnlyList<string> Seeds => ["doha-2025"];

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        foreach (var seed in Seeds)
            await Server.Load(seed);
        await Server.CaughtUp();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server.DisposeAsync();
    }
}

/// <summary>The same with the Brexit negotiation beside the Doha talks: agreements, ratifications, votes and counters.</summary>
public sealed class TwoNegotiations(PostgresFixture postgres) : ConsoleServer(postgres)
{
    protected override IReadOnlyList<string> Seeds => ["doha-2025", "brexit-2018"];
}

/// <summary>Tests that read both negotiations, or one of them, and write to neither, on one server.</summary>
[CollectionDefinition(nameof(TwoNegotiations))]
public sealed class TwoNegotiationsCollection : ICollectionFixture<TwoNegotiations>;
