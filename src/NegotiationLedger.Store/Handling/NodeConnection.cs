using Npgsql;

namespace NegotiationLedger.Store.Handling;

/// <summary>
/// The connection that a node's handlers live by: it holds their locks, hears of new entries and shows that the node is alive. When it is
/// lost the locks are free, and the node begins anew.
/// </summary>
internal sealed class NodeConnection : IAsyncDisposable
{
    private const string Listen = "select 'ledger_' || 'ledger_head'::regclass::oid";

    private const string Take = """
        select pg_try_advisory_lock(hashtextextended('ledger handler ' || $1 || ' ' || $2, 'ledger_head'::regclass::oid::bigint))
        """;

    private const string Free = """
        select pg_advisory_unlock(hashtextextended('ledger handler ' || $1 || ' ' || $2, 'ledger_head'::regclass::oid::bigint))
        """;

    // A frozen or unreachable node keeps its connections, and with them its locks, for as long as the system lets it. Its sign of life is
    // its last question on this connection; all its handlers' connections bear its name.
    private const string Evict = """
        with silent as (
            select a.application_name
            from pg_locks k join pg_stat_activity a on a.pid = k.pid
            where k.locktype = 'advisory' and k.objsubid = 1 and k.granted and a.datname = current_database()
                and k.database = (select d.oid from pg_database d where d.datname = current_database())
                and (k.classid::bigint << 32 | k.objid::bigint) = hashtextextended(
                    'ledger handler ' || $1 || ' ' || $2, 'ledger_head'::regclass::oid::bigint)
                and a.state_change < clock_timestamp() - $3
        )
        select count(*) filter (where pg_terminate_backend(a.pid, 1000))
        from pg_stat_activity a join silent s on s.application_name = a.application_name
        where a.usename = current_user and a.datname = current_database() and a.pid <> pg_backend_pid()
        """;

    private readonly NpgsqlConnection _connection;

    private NodeConnection(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Opens it.</summary>
    /// <param name="source">Where.</param>
    /// <param name="heard">Called for each notification: true when the log has grown, false when an operator has spoken.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<NodeConnection> Open(NpgsqlDataSource source, Action<bool> heard, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            connection.Notification += (_, e) => heard(e.Payload.Length > 0);
            await using var name = new NpgsqlCommand(Listen, connection);
            var channel = (string)(await name.ExecuteScalarAsync(cancellationToken))!;
            // A channel's name can be no parameter; this one is a word and a number of the database's own.
#pragma warning disable CA2100
            await using var listen = new NpgsqlCommand($"listen {channel}", connection);
#pragma warning restore CA2100
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes a generation of a handler, if nobody has it.</summary>
    public Task<bool> TryTake(string name, int generation, CancellationToken cancellationToken) =>
        Ask<bool>(Take, cancellationToken, name, generation);

    /// <summary>Gives it back.</summary>
    public Task<bool> GiveBack(string name, int generation, CancellationToken cancellationToken) =>
        Ask<bool>(Free, cancellationToken, name, generation);

    /// <summary>Ends the connections of the node that has it, when that node has given no sign of life for so long; whether any were.</summary>
    public async Task<bool> EvictSilent(string name, int generation, TimeSpan lease, CancellationToken cancellationToken) =>
        await Ask<long>(Evict, cancellationToken, name, generation, lease) > 0;

    /// <summary>Asks the database something that gives one value; a sign of life as well.</summary>
    public async Task<T> Ask<T>(string query, CancellationToken cancellationToken, params object[] values)
    {
        // The texts are this class's and HandlerQueries'.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(query, _connection);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Changes something.</summary>
    public async Task Run(string query, CancellationToken cancellationToken, params object[] values)
    {
#pragma warning disable CA2100 // As above.
        await using var command = new NpgsqlCommand(query, _connection);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The generations that there are: name, generation, code version, whether it serves, whether something stops it.</summary>
    public async Task<List<(string Name, int Generation, int CodeVersion, bool IsServing, bool IsStopped)>> ReadGenerations(
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "select name, generation, code_version, is_serving, stopped_at is not null from ledger_handlers",
            _connection
        );
        var all = new List<(string, int, int, bool, bool)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            all.Add((row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetBoolean(3), row.GetBoolean(4)));
        return all;
    }

    /// <summary>Listens for so long, or until something is heard.</summary>
    // Less than a millisecond would be none, which Npgsql takes for ever.
    public async Task Listening(TimeSpan atMost, CancellationToken cancellationToken) =>
        await _connection.WaitAsync(Math.Max(1, (int)atMost.TotalMilliseconds), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
