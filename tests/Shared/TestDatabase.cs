using System.Globalization;
using NegotiationLedger.Store;
using Npgsql;

namespace NegotiationLedger.Testing;

/// <summary>A database that a test has to itself. Disposing drops it; forgetting to is harmless, for the whole cluster goes after the run.</summary>
public sealed class TestDatabase(PostgresFixture fixture) : IAsyncDisposable
{
    private const string Guards = """
        select array_agg(format('alter table %s {0} trigger %I', t.tgrelid::regclass, t.tgname))
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where t.tgenabled = 'A' and c.relnamespace = current_schema()::regnamespace
        """;

    public required string Name { get; init; }

    /// <summary>As the role that owns the schema.</summary>
    public required string OwnerConnectionString { get; init; }

    /// <summary>As the role that the server runs as.</summary>
    public required string WriterConnectionString { get; init; }

    /// <summary>As superuser, to tamper with what the others may not.</summary>
    public required string AdminConnectionString { get; init; }

    /// <summary>The role of <see cref="WriterConnectionString"/>, which the schema grants its rights to.</summary>
    public required string WriterRole { get; init; }

    /// <summary>Applies a ledger's schema as its owner, with the superuser to make the roles, whether it stands already or not.</summary>
    public Task Apply(string schema, CancellationToken cancellationToken) =>
        LedgerSchema.Apply(OwnerConnectionString, schema, WriterRole, cancellationToken, AdminConnectionString, always: true);

    /// <summary>Changes what nobody may change: as superuser, in one transaction, with the guards of the log off for its time.</summary>
    /// <returns>The first value that the last statement returns.</returns>
    // Tests write their statements as constants.
#pragma warning disable CA2100
    public async Task<object?> Tamper(string sql)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(AdminConnectionString)
            {
                SearchPath = PostgresFixture.Schema,
                Pooling = false,
            }.ConnectionString
        );
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var guards = (string[])(await Ask(Guards))!;
        foreach (var guard in guards)
            await Ask(string.Format(CultureInfo.InvariantCulture, guard, "disable"));
        var answer = await Ask(sql);
        foreach (var guard in guards)
            await Ask(string.Format(CultureInfo.InvariantCulture, guard, "enable always"));
        await transaction.CommitAsync();
        return answer;

        async Task<object?> Ask(string statement)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            return await command.ExecuteScalarAsync();
        }
    }
#pragma warning restore CA2100

    /// <summary>Lets nobody in any more, and ends whoever is in; or lets everybody in again. Other databases are as they were.</summary>
    // The name is the fixture's own.
#pragma warning disable CA2100
    public async Task LetIn(bool isOpen)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(AdminConnectionString) { Database = "postgres", Pooling = false }
        );
        await using (var command = source.CreateCommand($"alter database {Name} allow_connections {isOpen}"))
            await command.ExecuteNonQueryAsync();
        if (isOpen)
            return;
        await using var end = source.CreateCommand(
            $"select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where datname = '{Name}'"
        );
        await end.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await fixture.Drop(Name);
}
