using Npgsql;

namespace NegotiationLedger.Store.Keys;

/// <summary>What the nodes of one ledger share of people's sessions: the keys that they are sealed with, and those that were ended.</summary>
/// <remarks>Every member throws <see cref="NpgsqlException"/> when the database cannot be reached.</remarks>
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

    private const string EndOne = "insert into ledger_ended_sessions (id, lasted_until) values ($1, $2) on conflict do nothing";

    // Clocks of nodes may be apart.
    private const string Forget = "delete from ledger_ended_sessions where lasted_until < clock_timestamp() - interval '1 day'";

    private const string IsOneEnded = "select exists (select from ledger_ended_sessions where id = $1)";

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

    /// <summary>Ends a session, and forgets those whose time is over.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="lastedUntil">Until when it would have lasted.</param>
    /// <param name="cancellationToken">May leave it ended.</param>
    public async Task End(string id, DateTimeOffset lastedUntil, CancellationToken cancellationToken)
    {
        await using (var end = _source.CreateCommand(EndOne))
        {
            end.Parameters.Add(new() { Value = id });
            end.Parameters.Add(new() { Value = lastedUntil.UtcDateTime });
            await end.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var forget = _source.CreateCommand(Forget);
        await forget.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether a session was ended.</summary>
    public async Task<bool> IsEnded(string id, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(IsOneEnded);
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
