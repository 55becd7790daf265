using NegotiationLedger.Cli;
using NegotiationLedger.Store;
using NegotiationLedger.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace NegotiationLedger.Testing;

/// <summary>One PostgreSQL for a run of a test project, with a database for whoever asks, each a clone of one that has the schema.</summary>
/// <remarks>
/// Taken, in order: the superuser connection string in <c>LEDGER_TEST_POSTGRES</c>; a container where a Docker engine answers; the PostgreSQL
/// programs on the machine, as a temporary cluster. There is no skipping: without PostgreSQL the tests that need it fail, and say so.
/// </remarks>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const string OwnerRole = "ledger_test_owner";
    private const string WriterRole = "ledger_test_writer";

    private static readonly EmbeddedOptions _own = new()
    {
        Temporary = true,
        Durable = false,
        MaxConnections = 300,
    };

    private readonly SemaphoreSlim _first = new(1);
    private EmbeddedPostgres? _embedded;
    private PostgresContainer? _container;
    private string? _superuser;
    private LedgerConnections? _template;

    /// <summary>The schema, inside its database, that the log's tables are in.</summary>
    public const string Schema = "ledger";

    /// <summary>The superuser's connection string, to the database it names.</summary>
    public string SuperuserConnectionString => _superuser ?? throw new InvalidOperationException("The fixture has not been initialized.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var named = Environment.GetEnvironmentVariable("LEDGER_TEST_POSTGRES");
        _superuser = await PostgresChoices.Choose(named, PostgresChoices.DockerAnswers) switch
        {
            PostgresChoice.Named => named,
            PostgresChoice.Container => (_container = await PostgresContainer.Start()).SuperuserConnectionString,
            _ => (_embedded = await EmbeddedPostgres.Start(_own)).SuperuserConnectionString,
        };
    }

    /// <summary>A database of its own with the ledger's schema and nothing recorded.</summary>
    public async Task<TestDatabase> CreateDatabase()
    {
        var from = await Template();
        var name = NewName();
        await Run($"create database {name} template {new NpgsqlConnectionStringBuilder(from.Owner).Database} owner {OwnerRole}");
        // What is granted on a database is not cloned with it.
        await Run($"revoke all on database {name} from public; grant connect on database {name} to {WriterRole}");
        return Database(from, name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        else if (_template is not null)
            await Drop(new NpgsqlConnectionStringBuilder(_template.Owner).Database!);
        if (_container is not null)
            await _container.DisposeAsync();
        _first.Dispose();
    }

    internal Task Drop(string database) => Run($"drop database if exists {database} with (force)");

    private async Task<LedgerConnections> Template()
    {
        await _first.WaitAsync();
        try
        {
            if (_template is null)
            {
                // Nothing may be connected to a database while it is cloned, so its connections are not kept in a pool.
                var made = await LedgerDatabase.Ensure(
                    SuperuserConnectionString + ";Pooling=false",
                    NewName(),
                    OwnerRole,
                    WriterRole,
                    CancellationToken.None
                );
                await LedgerSchema.Apply(made.Owner, Schema, made.WriterRole, CancellationToken.None, made.Administrator);
                _template = made;
            }
            return _template;
        }
        finally
        {
            _first.Release();
        }
    }

    private TestDatabase Database(LedgerConnections like, string name)
    {
        string At(string connectionString) =>
            new NpgsqlConnectionStringBuilder(connectionString) { Database = name, Pooling = true }.ConnectionString;
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
