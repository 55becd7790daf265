using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Appending;

/// <summary>What appends one batch after the other.</summary>
internal interface IAppendConnection : IAsyncDisposable
{
    /// <summary>Appends a batch in one transaction.</summary>
    /// <returns>One answer per request, in their order, to be given to the callers.</returns>
    /// <exception cref="PostgresException">The batch was rolled back, where the severity is ERROR.</exception>
    /// <exception cref="NpgsqlException">The connection was lost; the batch may have been committed.</exception>
    Task<IReadOnlyList<BatchAnswer>> Append(IReadOnlyList<PendingAppend> batch);
}

/// <summary>The connection on which a node appends; one at a time, whatever becomes of those before it.</summary>
internal sealed class AppendConnection : IAppendConnection
{
    // An earlier connection of this node may still be at work on the server. It is ended first, so that a request which is sent again
    // meets either what the first attempt committed or nothing, and no late commit contradicts an answer. Durability is pinned here:
    // a server or role that turns synchronous commit off does not get its way, one that asks for remote_apply does.
    private const string Begin = """
        select coalesce(bool_and(pg_terminate_backend(pid, 5000)), true),
            set_config(
                'synchronous_commit', case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, false)
        from pg_stat_activity
        where application_name = current_setting('application_name') and usename = current_user and pid <> pg_backend_pid()
        """;

    private const string Earlier = $"""
        select {EntryRow.Columns}
        from mt_events e
        where e.seq_id between $1 and $1 + $2 - 1 or e.id = any ($3)
        order by e.seq_id
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _append;

    private AppendConnection(NpgsqlConnection connection)
    {
        _connection = connection;
        _append = AppendCommand.On(connection);
    }

    /// <summary>Opens the connection.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, refuses, or the connection before this one could not be ended.</exception>
    public static async Task<AppendConnection> Open(NpgsqlDataSource source)
    {
        var opened = new AppendConnection(await source.OpenConnectionAsync());
        try
        {
            await using var begin = new NpgsqlCommand(Begin, opened._connection);
            if (await begin.ExecuteScalarAsync() is not true)
                throw new NpgsqlException("An earlier connection of this node is still at work.");
            await opened._append.PrepareAsync();
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>It takes one round trip; a second one only where earlier entries have to be read.</remarks>
    public async Task<IReadOnlyList<BatchAnswer>> Append(IReadOnlyList<PendingAppend> batch)
    {
        AppendCommand.Fill(_append, batch);
        var answers = new List<BatchAnswer>(batch.Count);
        await using (var rows = await _append.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
                answers.Add(BatchAnswer.Read(rows, batch[answers.Count]));
        }

        for (var i = 0; i < answers.Count; i++)
        {
            if (answers[i].IsReplay)
                answers[i] = answers[i] with { Earlier = await ReadEarlier(_connection, answers[i]) };
        }

        return answers;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _append.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>Reads what an earlier request wrote.</summary>
    public static async Task<IReadOnlyList<EntryRow>> ReadEarlier(NpgsqlConnection connection, BatchAnswer answer)
    {
        await using var read = new NpgsqlCommand(Earlier, connection);
        read.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = answer.FirstSequence });
        read.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = answer.FirstSequence == 0 ? 0 : answer.EventCount });
        read.Parameters.Add(
            new()
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
                Value = answer.FirstSequence == 0 ? answer.Request.Events.Select(e => e.Id.Value).ToArray() : [],
            }
        );
        var found = new List<EntryRow>();
        await using var rows = await read.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            found.Add(EntryRow.Read(rows, 0));
        return found;
    }
}
