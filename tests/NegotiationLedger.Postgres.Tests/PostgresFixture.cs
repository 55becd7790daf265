using Npgsql;

[assembly: AssemblyFixture(typeof(NegotiationLedger.Postgres.Tests.PostgresFixture))]

namespace NegotiationLedger.Postgres.Tests;

/// <summary>Databases of a real PostgreSQL, named by <c>LEDGER_TEST_POSTGRES</c> (a superuser's connection string). Fails loudly without one.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<string> _databases = [];
    private readonly Lock _lock = new();
    private int _count;

    private static string Server =>
        Environment.GetEnvironmentVariable("LEDGER_TEST_POSTGRES")
        ?? throw new InvalidOperationException("Set LEDGER_TEST_POSTGRES to the connection string of a PostgreSQL superuser.");

    private string Owner => $"ledger_owner_{_run}";

    private string Writer => $"ledger_writer_{_run}";

    /// <summary>A database of its own, for this test class or test alone.</summary>
    public async Task<TestDatabase> CreateDatabase()
    {
        var name = $"ledger_{_run}_{Interlocked.Increment(ref _count)}";
        lock (_lock)
            _databases.Add(name);
        await Run(Server, $"create database {name} owner {Owner}");
        return new(For(Owner, name), For(Writer, name), new NpgsqlConnectionStringBuilder(Server) { Database = name, Pooling = false }.ConnectionString);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Run(Server, $"create role {Owner} login password '{_run}'");
        await Run(Server, $"create role {Writer} login password '{_run}'");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var database in _databases)
            await Run(Server, $"drop database if exists {database} with (force)");
        await Run(Server, $"drop role if exists {Owner}, {Writer}");
    }

    private string For(string role, string database) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, Username = role, Password = _run }.ConnectionString;

    // Names are made above, from a GUID and a number.
#pragma warning disable CA2100
    private static async Task Run(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100
}

/// <summary>How to reach a test's database in each role.</summary>
/// <param name="OwnerConnectionString">As the role that owns it.</param>
/// <param name="WriterConnectionString">As the role that the server runs as.</param>
/// <param name="AdminConnectionString">As a superuser.</param>
public sealed record TestDatabase(string OwnerConnectionString, string WriterConnectionString, string AdminConnectionString);
