using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Keys;

/// <summary>The keys of one ledger. Every member throws <see cref="NpgsqlException"/> when the database cannot be reached.</summary>
/// <remarks>When a key ends is judged by the database's clock, so that nodes whose clocks differ agree.</remarks>
public sealed class KeyStore : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly bool _isOwn;

    /// <summary>Those of a log, by its connections.</summary>
    public KeyStore(LedgerLog log) => _source = log.Source;

    /// <summary>Those of a database, by connections of their own.</summary>
    /// <param name="connectionString">How to reach it, as the role the server runs as or the owner.</param>
    /// <param name="schema">The schema that holds the ledger.</param>
    public KeyStore(string connectionString, string schema) =>
        (_source, _isOwn) = (NpgsqlDataSource.Create(Connections.Unpooled(connectionString, schema)), true);

    private const string Columns = """
        id, role, owner, created_at, created_by, expires_at, last_used_at, revoked_at, revoked_by, replaced_by,
            coalesce(least(expires_at, revoked_at) > clock_timestamp(), true)
        """;

    private const string FindOne = """
        select secret_sha256, role, owner, coalesce(expires_at <= clock_timestamp(), false), coalesce(revoked_at <= clock_timestamp(), false),
            least(expires_at, revoked_at)
        from ledger_keys where id = $1
        """;

    private const string ListAll = $"select {Columns} from ledger_keys order by created_at, id";

    private const string Insert = $"""
        insert into ledger_keys (id, secret_sha256, role, owner, expires_at, created_by)
        values ($1, $2, $3, $4, $5, $6)
        returning {Columns}
        """;

    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('negotiation ledger first key ' || current_schema(), 0))";

    private const string InsertFirst = $"""
        insert into ledger_keys (id, secret_sha256, role, owner, expires_at, created_by)
        select $1, $2, $3, $4, $5, $6
        where not exists (
            select from ledger_keys where role = 'admin' and coalesce(least(expires_at, revoked_at) > clock_timestamp(), true))
        returning {Columns}
        """;

    // What has ended stays as it is: it is told once who ended it.
    private const string End = $"""
        update ledger_keys set
            revoked_by = case when revoked_at <= clock_timestamp() then revoked_by else $2 end,
            revoked_at = least(revoked_at, clock_timestamp())
        where id = $1
        returning {Columns}
        """;

    private const string Replace = $"""
        with old as (
            update ledger_keys set revoked_at = clock_timestamp() + $4, revoked_by = $5, replaced_by = $2
            where id = $1 and revoked_at is null and coalesce(expires_at > clock_timestamp(), true)
            returning role, owner, expires_at)
        insert into ledger_keys (id, secret_sha256, role, owner, expires_at, created_by)
        select $2, $3, role, owner, expires_at, $5 from old
        returning {Columns}
        """;

    private const string NoteUse = """
        update ledger_keys set last_used_at = clock_timestamp()
        where id = any ($1) and coalesce(last_used_at < clock_timestamp() - interval '1 minute', true)
        """;

    private const string AnyAccepted = """
        select exists (select from ledger_keys where coalesce(least(expires_at, revoked_at) > clock_timestamp(), true))
        """;

    /// <summary>What a credential with a public id is held against; null when there is none.</summary>
    public async Task<HeldKey?> Find(string id, CancellationToken cancellationToken)
    {
        await using var command = Command(FindOne, id);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new(row.GetFieldValue<byte[]>(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4), Instant(row, 5))
            : null;
    }

    /// <summary>Every key there ever was, the oldest first.</summary>
    public async Task<IReadOnlyList<StoredKey>> List(CancellationToken cancellationToken)
    {
        await using var command = Command(ListAll);
        var keys = new List<StoredKey>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            keys.Add(Read(row));
        return keys;
    }

    /// <summary>Whether there is a key that is accepted.</summary>
    public async Task<bool> HasAny(CancellationToken cancellationToken)
    {
        await using var command = Command(AnyAccepted);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Makes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="by">The principal that makes it.</param>
    /// <param name="cancellationToken">May leave it made.</param>
    public async Task<StoredKey> Create(NewKey key, string by, CancellationToken cancellationToken)
    {
        await using var command = Command(Insert, [.. Values(key), by]);
        return (await One(command, cancellationToken))!;
    }

    /// <summary>Makes a key where no admin's is accepted; null where one is. Of several callers at once one succeeds.</summary>
    /// <inheritdoc cref="Create"/>
    public async Task<StoredKey?> CreateFirst(NewKey key, string by, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var held = new NpgsqlCommand(Lock, connection, transaction))
            await held.ExecuteNonQueryAsync(cancellationToken);
        await using var command = Fill(new NpgsqlCommand(InsertFirst, connection, transaction), [.. Values(key), by]);
        var made = await One(command, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    /// <summary>Ends a key at once; one that has ended stays as it is. Null when there is none.</summary>
    /// <param name="id">Its public id.</param>
    /// <param name="by">The principal that ends it.</param>
    /// <param name="cancellationToken">May leave it ended.</param>
    public async Task<StoredKey?> Revoke(string id, string by, CancellationToken cancellationToken)
    {
        await using var command = Command(End, id, by);
        return await One(command, cancellationToken);
    }

    /// <summary>Puts a key in the place of another, with its role, owner and expiry. Null when there is none that is accepted and not replaced yet.</summary>
    /// <param name="id">The public id of the one that ends.</param>
    /// <param name="newId">That of the new one.</param>
    /// <param name="secretSha256">SHA-256 of the new one's secret.</param>
    /// <param name="overlap">For how long both are accepted.</param>
    /// <param name="by">The principal that does it.</param>
    /// <param name="cancellationToken">May leave it done.</param>
    public async Task<StoredKey?> Rotate(
        string id,
        string newId,
        byte[] secretSha256,
        TimeSpan overlap,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(Replace, id, newId, secretSha256, overlap, by);
        return await One(command, cancellationToken);
    }

    /// <summary>Notes that keys were used, of each at most once a minute, whichever node it was used at.</summary>
    public async Task NoteUses(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var command = Command(NoteUse, [ids.ToArray()]);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _isOwn ? _source.DisposeAsync() : ValueTask.CompletedTask;

    private static object[] Values(NewKey key) =>
        [key.Id, key.SecretSha256, key.Role, key.Owner, (object?)key.ExpiresAt?.UtcDateTime ?? DBNull.Value];

    // The statements are this class's constants.
#pragma warning disable CA2100
    private NpgsqlCommand Command(string statement, params object[] values) => Fill(_source.CreateCommand(statement), values);
#pragma warning restore CA2100

    private static NpgsqlCommand Fill(NpgsqlCommand command, object[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(
                value is DBNull ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.TimestampTz } : new() { Value = value }
            );
        return command;
    }

    private static async Task<StoredKey?> One(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? Read(row) : null;
    }

    private static StoredKey Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            EntryRow.Utc(row.GetDateTime(3)),
            row.GetString(4),
            Instant(row, 5),
            Instant(row, 6),
            Instant(row, 7),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9),
            row.GetBoolean(10)
        );

    private static DateTimeOffset? Instant(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : EntryRow.Utc(row.GetDateTime(column));
}
