using NegotiationLedger.Store;
using Npgsql;

namespace NegotiationLedger.Benchmarks;

/// <summary>A ledger in a database of its own, dropped at the end.</summary>
internal sealed class BenchLedger : IAsyncDisposable
{
    /// <summary>Headers of the size that the log writes, for what does not go through it.</summary>
    public const string Headers = """{"recordedBy":"bench","salt":"AAAAAAAAAAAAAAAAAAAAAA==","schemaVersion":1}""";

    private readonly string _server;
    private readonly string _name;

    private BenchLedger(string server, string name) => (_server, _name) = (server, name);

    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_server)
        {
            Database = _name,
            SearchPath = "ledger",
            MaxPoolSize = 300,
        }.ConnectionString;

    public static async Task<BenchLedger> Create(string server)
    {
        var ledger = new BenchLedger(server, $"ledger_bench_{Guid.NewGuid():N}");
        await Run(server, $"create database {ledger._name}");
        await LedgerSchema.Apply(
            ledger.ConnectionString,
            "ledger",
            new NpgsqlConnectionStringBuilder(server).Username!,
            CancellationToken.None
        );
        return ledger;
    }

    /// <summary>A development whose JSON is about 600 bytes.</summary>
    public static NewEvent Event() =>
        new(
            new(Guid.CreateVersion7()),
            new StatementMade(new string('s', 300), new PartyId("united-states"))
            {
                Occurred = Edtf.Parse("2025-07-24"),
                Attribution = new(
                    new SourceId("reuters-2025-07-24"),
                    Mode.OnRecord,
                    Edtf.Parse("2025-07-24"),
                    Quote: new("We will now consider alternative options", "he wrote: ", " to bring the hostages home")
                ),
            }
        );

    public Task<object?> Ask(string sql) => Run(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Run(_server, $"drop database {_name} with (force)");
    }

    // The statements are this program's own.
#pragma warning disable CA2100
    private static async Task<object?> Run(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
#pragma warning restore CA2100
}
