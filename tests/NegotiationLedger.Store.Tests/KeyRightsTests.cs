using NegotiationLedger.Store.Keys;
using NegotiationLedger.Testing;
using Npgsql;

namespace NegotiationLedger.Store.Tests;

/// <summary>What of a key can be changed: that it was used and that it ended, and nothing else.</summary>
public sealed class KeyRightsTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private static readonly string[] Refused =
    [
        "update ledger_keys set role = 'admin'",
        "update ledger_keys set owner = 'another'",
        "update ledger_keys set secret_sha256 = decode(repeat('00', 32), 'hex')",
        "update ledger_keys set expires_at = 'infinity'",
        "update ledger_keys set created_by = 'another'",
        "update ledger_keys set revoked_at = null, revoked_by = null where id = 'bbbbbbbbbbbb'",
        "update ledger_keys set revoked_at = 'infinity' where id = 'bbbbbbbbbbbb'",
        "delete from ledger_keys",
        "truncate ledger_keys",
        "insert into ledger_keys (id, secret_sha256, role, owner, created_by, created_at) values ('cccccccccccc', decode(repeat('00', 32), 'hex'), 'reader', 'a', 'b', '2020-01-01')",
        "insert into ledger_keys (id, secret_sha256, role, owner, created_by) values ('cccccccccccc', decode(repeat('00', 32), 'hex'), 'emperor', 'a', 'b')",
        "insert into ledger_keys (id, secret_sha256, role, owner, created_by) values ('cccccccccccc', decode(repeat('00', 32), 'hex'), 'reader', 'Local', 'b')",
        "insert into ledger_keys (id, secret_sha256, role, owner, created_by) values ('cccccccccccc', decode(repeat('00', 32), 'hex'), 'reader', 'a:b', 'b')",
        "insert into ledger_keys (id, secret_sha256, role, owner, created_by) values ('cccccccccccc', decode('00', 'hex'), 'reader', 'a', 'b')",
    ];

    [Fact]
    public async Task The_server_makes_keys_and_ends_them_and_changes_nothing_else()
    {
        await using var keys = new KeyStore(Ledger.Database.WriterConnectionString, "ledger");
        await keys.Create(new("aaaaaaaaaaaa", new byte[32], "reader", "desk", null), "test", TestContext.Current.CancellationToken);
        await keys.Create(new("bbbbbbbbbbbb", new byte[32], "reader", "desk", null), "test", TestContext.Current.CancellationToken);
        await keys.Revoke("bbbbbbbbbbbb", "test", TestContext.Current.CancellationToken);
        await Ledger.Database.Apply("ledger", TestContext.Current.CancellationToken);
        var before = await keys.List(TestContext.Current.CancellationToken);
        foreach (var statement in Refused)
            await Should.ThrowAsync<PostgresException>(() => Run(Ledger.Database.WriterConnectionString, statement), statement);
        foreach (
            var statement in Refused.Where(s =>
                s.StartsWith("delete", StringComparison.Ordinal) || s.Contains("revoked_at", StringComparison.Ordinal)
            )
        )
            (
                await Should.ThrowAsync<PostgresException>(() => Run(Ledger.Database.OwnerConnectionString, statement), statement)
            ).SqlState.ShouldBe(SqlStates.AppendOnly);
        (await keys.List(TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task A_use_is_noted_at_most_once_a_minute()
    {
        await using var keys = new KeyStore(Ledger.Database.WriterConnectionString, "ledger");
        await keys.Create(new("dddddddddddd", new byte[32], "reader", "desk", null), "test", TestContext.Current.CancellationToken);
        await keys.NoteUses(["dddddddddddd", "eeeeeeeeeeee"], TestContext.Current.CancellationToken);
        var noted = (await keys.List(TestContext.Current.CancellationToken)).Single().LastUsedAt.ShouldNotBeNull();
        await keys.NoteUses(["dddddddddddd"], TestContext.Current.CancellationToken);
        (await keys.List(TestContext.Current.CancellationToken)).Single().LastUsedAt.ShouldBe(noted);
    }

    // Tests write their statements as constants.
#pragma warning disable CA2100
    private static async Task Run(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "ledger", Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
#pragma warning restore CA2100
}
