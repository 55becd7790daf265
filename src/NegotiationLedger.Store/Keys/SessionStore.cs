using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Keys;

/// <summary>What the nodes of one ledger share of people's sessions: the keys that they are sealed with, and those that are open.</summary>
/// <remarks>
/// Every member throws <see cref="NpgsqlException"/> when the database cannot be reached. How long a session went unused is judged by the
/// database's clock.
/// </remarks>
/// <param name="log">By whose connections.</param>
public sealed class SessionStore(LedgerLog log)
{
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('negotiation ledger session keys ' || current_schema(), 0))";

    private const string ListKeys = "select xml from ledger_session_keys order by created_at, name";

    private const string InsertKey = """
        insert into ledger_session_keys (name, xml)
        select $1, $2
        where not $3 or not exists (select from ledger_session_keys where created_at > clock_timestamp() - interval '1 minute')
        """;

    // Clocks of nodes may be apart.
    private const string Forget = "delete from ledger_sessions where lasts_until < clock_timestamp() - interval '1 day'";

    // Those that were not used for longest make room.
    private const string MakeRoom = """
        delete from ledger_sessions
        where id in (select id from ledger_sessions where principal = $1 order by last_used_at desc, id offset $2)
        """;

    private const string Insert = "insert into ledger_sessions (id, principal, key, lasts_until) values ($1, $2, $3, $4)";

    private const string FindOne = "select principal, key, last_used_at < clock_timestamp() - $2 from ledger_sessions where id = $1";

    private const string ListOpen = """
        select id, principal, key, begun_at, last_used_at, lasts_until
        from ledger_sessions s
        where ($1::text is null or principal = $1) and lasts_until > clock_timestamp() and last_used_at >= clock_timestamp() - $2
            and (key is null or exists (
                select from ledger_keys k
                where k.id = s.key and coalesce(least(k.expires_at, k.revoked_at) > clock_timestamp(), true)))
        order by begun_at, id
        """;

    private const string EndOne = "delete from ledger_sessions where id = $1 and ($2::text is null or principal = $2) returning principal";

    private const string EndEach = "delete from ledger_sessions where principal = $1 and id is distinct from $2 returning id";

    private const string NoteUse = """
        update ledger_sessions set last_used_at = clock_timestamp()
        where id = any ($1) and last_used_at < clock_timestamp() - interval '1 minute'
        """;

    private readonly NpgsqlDataSource _source = log.Source;

    /// <summary>The keys, the oldest first.</summary>
    public IReadOnlyList<string> Keys()
    {
        using var command = _source.CreateCommand(ListKeys);
        using var row = command.ExecuteReader();
        var keys = new List<string>();
        while (row.Read())
            keys.Add(row.GetString(0));
        return keys;
    }

    /// <summary>Adds a key. Of nodes that make one at the same time the first adds it; the others find it when they look again.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="xml">The key.</param>
    /// <param name="unlessRecent">Whether it is left out where one was added within the last minute.</param>
    public void Add(string name, string xml, bool unlessRecent)
    {
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using (var held = new NpgsqlCommand(Lock, connection, transaction))
            held.ExecuteNonQuery();
        using var command = new NpgsqlCommand(InsertKey, connection, transaction)
        {
            Parameters =
            {
                new() { Value = name },
                new() { Value = xml },
                new() { Value = unlessRecent },
            },
        };
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>Begins a session, and forgets those whose time is over.</summary>
    /// <param name="session">The session.</param>
    /// <param name="most">How many one principal has at most, this one included; the ones that were not used for longest end.</param>
    /// <param name="cancellationToken">May leave it begun.</param>
    public async Task Begin(NewSession session, int most, CancellationToken cancellationToken)
    {
        await using var batch = _source.CreateBatch();
        batch.BatchCommands.Add(new(Forget));
        batch.BatchCommands.Add(
            new(MakeRoom)
            {
                Parameters =
                {
                    Text(session.Principal),
                    new() { Value = most - 1 },
                },
            }
        );
        batch.BatchCommands.Add(
            new(Insert)
            {
                Parameters =
                {
                    Text(session.Id),
                    Text(session.Principal),
                    Text(session.Key),
                    new() { Value = session.LastsUntil.UtcDateTime },
                },
            }
        );
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What a cookie is held against; null when the session was ended, or never begun.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="longestPause">For how long it may go unused.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<HeldSession?> Find(string id, TimeSpan longestPause, CancellationToken cancellationToken)
    {
        await using var command = Command(FindOne, Text(id), new() { Value = longestPause });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetBoolean(2))
            : null;
    }

    /// <summary>The sessions that are accepted, the oldest first.</summary>
    /// <param name="principal">Whose; everybody's when null.</param>
    /// <param name="longestPause">For how long one may go unused.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<IReadOnlyList<StoredSession>> List(string? principal, TimeSpan longestPause, CancellationToken cancellationToken)
    {
        await using var command = Command(ListOpen, Text(principal), new() { Value = longestPause });
        var sessions = new List<StoredSession>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            sessions.Add(
                new(
                    row.GetString(0),
                    row.GetString(1),
                    row.IsDBNull(2) ? null : row.GetString(2),
                    EntryRow.Utc(row.GetDateTime(3)),
                    EntryRow.Utc(row.GetDateTime(4)),
                    EntryRow.Utc(row.GetDateTime(5))
                )
            );
        return sessions;
    }

    /// <summary>Ends a session. Returns whose it was; null when there is none of that id, or it is another's.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="principal">Whose it has to be; anybody's when null.</param>
    /// <param name="cancellationToken">May leave it ended.</param>
    public async Task<string?> End(string id, string? principal, CancellationToken cancellationToken)
    {
        await using var command = Command(EndOne, Text(id), Text(principal));
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Ends the sessions of a principal. Returns their ids.</summary>
    /// <param name="principal">Whose.</param>
    /// <param name="but">The one that goes on; none when null.</param>
    /// <param name="cancellationToken">May leave them ended.</param>
    public async Task<IReadOnlyList<string>> EndAll(string principal, string? but, CancellationToken cancellationToken)
    {
        await using var command = Command(EndEach, Text(principal), Text(but));
        var ids = new List<string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            ids.Add(row.GetString(0));
        return ids;
    }

    /// <summary>Notes that sessions were used, of each at most once a minute, whichever node it was used at.</summary>
    public async Task NoteUses(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var command = Command(NoteUse, new NpgsqlParameter { Value = ids.ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The statements are this class's constants.
#pragma warning disable CA2100
    private NpgsqlCommand Command(string statement, params NpgsqlParameter[] values)
    {
        var command = _source.CreateCommand(statement);
        command.Parameters.AddRange(values);
        return command;
    }
#pragma warning restore CA2100

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
