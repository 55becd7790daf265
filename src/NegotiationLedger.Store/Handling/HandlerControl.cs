using Npgsql;

namespace NegotiationLedger.Store.Handling;

/// <summary>What operators ask and tell handlers, from any node.</summary>
/// <param name="log">The ledger's log.</param>
/// <param name="handlers">The handlers that this program knows.</param>
public sealed class HandlerControl(LedgerLog log, IReadOnlyList<Handler> handlers)
{
    /// <summary>Every generation, by name.</summary>
    public async Task<IReadOnlyList<HandlerStatus>> List(CancellationToken cancellationToken)
    {
        await using var command = log.Source.CreateCommand(HandlerQueries.List);
        var all = new List<HandlerStatus>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            all.Add(StatusOf(row));
        return all;
    }

    /// <summary>Tries again what stops a handler; false when nothing does.</summary>
    public Task<bool> Retry(string name, CancellationToken cancellationToken) => Tell(HandlerQueries.Retry, cancellationToken, name);

    /// <summary>Goes on behind the entry that stops a handler, which never sees it; false when nothing stops it.</summary>
    public Task<bool> Skip(string name, CancellationToken cancellationToken) => Tell(HandlerQueries.Skip, cancellationToken, name);

    /// <summary>Begins to build a handler's documents anew beside those that serve; false when they are being built already.</summary>
    public async Task<bool> Rebuild(string name, CancellationToken cancellationToken)
    {
        var handler = handlers.First(h => h.Name == name);
        return await Tell(HandlerQueries.Build, cancellationToken, name, handler.CodeVersion, handler.IsByStream, false);
    }

    private async Task<bool> Tell(string query, CancellationToken cancellationToken, params object[] values)
    {
        // The text is one of HandlerQueries.
#pragma warning disable CA2100
        await using var command = log.Source.CreateCommand(query);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        var changed = await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        await using var announce = log.Source.CreateCommand(HandlerQueries.Announce);
        await announce.ExecuteNonQueryAsync(cancellationToken);
        return changed;
    }

    private static HandlerStatus StatusOf(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetInt32(1),
            row.GetInt32(2),
            row.GetBoolean(3),
            row.GetInt64(4),
            row.GetInt64(5),
            row.GetDouble(6),
            row.IsDBNull(7) ? null : row.GetInt64(7),
            row.GetInt64(8),
            row.GetBoolean(9),
            row.IsDBNull(10) ? null : new(row.GetInt64(10), row.GetGuid(11), EntryRow.Utc(row.GetDateTime(12)), row.GetString(13)),
            row.GetFieldValue<long[]>(14)
        );
}
