using NegotiationLedger.Postgres;
using NegotiationLedger.Postgres.Embedded;
using NegotiationLedger.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace NegotiationLedger.Testing;

/// <summary>One PostgreSQL for a run of a test project, with a database for whoever asks, each a clone of one that has the schema.</summary>
/// <remarks>
/// Taken, in order: the superuser connection string in <c>LEDGER_TEST_POSTGRES</c>; the PostgreSQL binaries on the machine, as a temporary
/// cluster. There is no third way and no skipping: without PostgreSQL the tests that need it fail, and say so.
/// </remarks>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const string OwnerRole = "ledger_test_owner";
    private const string WriterRole = "ledger_test_writer";
    private readonly SemaphoreSlim first = new(1);
    private EmbeddedPostgres? embedded;
    private string? superuser;
    private LedgerConnections? template;

    /// <summary>The superuser's connection string, to the database it names.</summary>
    public string SuperuserConnectionString => superuser ?? throw new InvalidOperationException("The fixture has not been initialized.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        superuser = Environment.GetEnvironmentVariable("LEDGER_TEST_POSTGRES");
        if (!string.IsNullOrEmpty(superuser))
            return;
        embedded = await EmbeddedPostgres.Start(new() { Temporary = true, Durable = false, MaxConnections = 300 });
        superuser = embedded.SuperuserConnectionString;
    }

    /// <summary>A database of its own with the ledger's schema and nothing recorded.</summary>
    public async Task<TestDatabase> CreateDatabase()
    {
        var from = await Template();
        var name = NewName();
        await Run($"create database {name} template {new NpgsqlConnectionStringBuilder(from.Owner).Database} owner {OwnerRole}");
        return Database(from, name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (embedded is not null)
            await embedded.DisposeAsync();
        else if (template is not null)
            await Drop(new NpgsqlConnectionStringBuilder(template.Owner).Database!);
        first.Dispose();
    }

    internal Task Drop(string database)
    {
        NpgsqlConnection.ClearAllPools();
        return Run($"drop database if exists {database} with (force)");
    }

    private async Task<LedgerConnections> Template()
    {
        await first.WaitAsync();
        try
        {
            if (template is null)
            {
                // Nothing may be connected to a database while it is cloned, so its connections are not kept in a pool.
                var made = await LedgerDatabase.Ensure(
                    SuperuserConnectionString + ";Pooling=false", NewName(), OwnerRole, WriterRole, CancellationToken.None);
                await LedgerSchema.Apply(made.Owner, "ledger", made.WriterRole, CancellationToken.None);
                template = made;
            }
            return template;
        }
        finally
        {
            first.Release();
        }
    }

    private TestDatabase Database(LedgerConnections like, string name)
    {
        var pooled = name != new NpgsqlConnectionStringBuilder(like.Owner).Database;
        string At(string connectionString) =>
            new NpgsqlConnectionStringBuilder(connectionString) { Database = name, Pooling = pooled }.ConnectionString;
        return new TestDatabase(this)
        {
            Name = name,
            OwnerConnectionString = At(like.Owner),
            WriterConnectionString = At(like.Writer),
            AdminConnectionString = At(SuperuserConnectionString),
            WriterRole = like.WriterRole,
        };
    }

    private async Task Run(string statement)
    {
        await using var connection = new NpgsqlConnection(SuperuserConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string NewName() => "ledger_test_" + Guid.NewGuid().ToString("n")[..16];
}
