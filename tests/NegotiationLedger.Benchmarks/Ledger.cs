using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NegotiationLedger.Benchmarks.Measuring;
using NegotiationLedger.Cli;
using NegotiationLedger.Server;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Store.Projections;
using Npgsql;

namespace NegotiationLedger.Benchmarks;

/// <summary>A ledger in a database of its own. All that depends on how the store runs its projections and where it keeps documents is here.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private const string OwnerRole = "ledger_bench_owner";
    private const string ServerRole = "ledger_bench_server";

    /// <summary>The versions of a negotiation's documents ($1), in the order of <see cref="Views"/>; 0 where there is none.</summary>
    public const string DocumentVersions = """
        select coalesce((select mt_version from ledger.mt_doc_talksstatus where id = $1), 0),
            coalesce((select mt_version from ledger.mt_doc_partydemands where id = $1), 0),
            coalesce((select mt_version from ledger.mt_doc_proposalbook where id = $1), 0),
            coalesce((select mt_version from ledger.mt_doc_agreements where id = $1), 0),
            coalesce((select mt_version from ledger.mt_doc_issuematrix where id = $1), 0)
        """;

    /// <summary>The name, in the server's metrics, of the connections by which it answers.</summary>
    public const string Reads = "ledger";

    private const string IsCaughtUp = """
        select exists (
            select from ledger.ledger_head h
            join ledger.mt_event_progression p on p.name = 'Views:All' and p.last_seq_id >= h.sequence
            where not exists (select from ledger.ledger_projections where name = 'Views' and rebuilt_to is not null))
        """;

    private readonly LedgerConnections _connections;
    private IHost? _projections;

    private Ledger(LedgerConnections connections, Database database) => (_connections, Database) = (connections, database);

    /// <summary>The views that are kept as documents.</summary>
    public static IReadOnlyList<string> Views { get; } = ["status", "demands", "proposals", "agreements", "matrix"];

    /// <summary>The version of the stream that a document was made from, as its row has it.</summary>
    public static long StreamVersion(long revision) => revision & uint.MaxValue;

    public Database Database { get; }

    /// <summary>As the role that owns the schema.</summary>
    public string Owner => _connections.Owner;

    /// <summary>As the role that the server runs as.</summary>
    public string Server => _connections.Writer;

    public static async Task<Ledger> Create(string server)
    {
        var database = await Database.Create(server);
        var connections = await LedgerDatabase.Ensure(server, database.Name, OwnerRole, ServerRole, CancellationToken.None);
        await database.Ask($"alter database {database.Name} owner to {OwnerRole}");
        await LedgerSchema.Apply(connections.Owner, "ledger", connections.WriterRole, CancellationToken.None, connections.Administrator);
        return new(connections, database);
    }

    public LedgerLog OpenLog() => new(new() { ConnectionString = Server });

    /// <summary>The server with everything on, to be started.</summary>
    public static WebApplication CreateServer(string connectionString) =>
        LedgerServer.Create(new() { ConnectionString = connectionString, Port = 0 });

    /// <summary>Runs the projections in this process, until what it returns is disposed.</summary>
    public async Task<IAsyncDisposable> RunProjections()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "NegotiationLedger.Benchmarks" });
        builder.Services.AddLedgerStore(new() { ConnectionString = Server });
        _projections = builder.Build();
        await _projections.StartAsync();
        return new Running(_projections);
    }

    /// <summary>Has all views built again by the projections that run.</summary>
    public Task Rebuild() =>
        _projections!.Services.GetRequiredService<ProjectionControl>().Rebuild(ViewsProjection.ProjectionName, CancellationToken.None);

    /// <summary>Waits until every document is at the head, and no rebuild is under way.</summary>
    public async Task CaughtUp()
    {
        await using var source = NpgsqlDataSource.Create(Database.Tuned(Database.ConnectionString));
        await using var command = source.CreateCommand(IsCaughtUp);
        while (await command.ExecuteScalarAsync() is not true)
            await Task.Delay(2);
    }

    /// <summary>Brings the audit index to the head.</summary>
    public async Task IndexAudit()
    {
        var options = new LogOptions { ConnectionString = Server };
        await using var index = new AuditIndex(options);
        await index.CatchUp(TimeSpan.FromHours(2), CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private sealed class Running(IHost host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
}
