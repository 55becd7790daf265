using System.Text.Json;
using NegotiationLedger.Assertions;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Postgres.Handling;

/// <summary>A stretch of the log as it was read.</summary>
/// <param name="Entries">Its entries, up to the first that cannot be read.</param>
/// <param name="Unreadable">That one, and why; null when all can be read.</param>
/// <param name="IsLast">Whether the log ended there when it was read.</param>
internal sealed record LogPage(IReadOnlyList<Entry> Entries, PoisonException? Unreadable, bool IsLast);

/// <summary>Reads the log for all handlers of a node. Those that are equally far share what was read: a page is read and parsed once.</summary>
internal sealed class LogPages(NpgsqlDataSource source)
{
    private const int Kept = 3;
    private const int HeadColumn = 11;

    // By bytes as well as by number: what is read at once has to fit into a small server's memory.
    private const string Forward = $"""
        select * from (
            select {EntryRow.Columns}, sum(pg_column_size(e.data)) over (order by e.seq_id) as bytes, h.sequence as head
            from (select * from mt_events where seq_id > $1 order by seq_id limit $2) e cross join ledger_head h
        ) p
        where p.bytes <= $3 or p.seq_id = $1 + 1
        order by p.seq_id
        """;

    private readonly Lock _lock = new();
    private readonly List<(long After, int Limit, Task<LogPage> Page)> _kept = [];

    /// <summary>Reads what follows a sequence: at least one entry when there is one.</summary>
    /// <param name="after">The sequence before the first entry wanted.</param>
    /// <param name="limit">How many entries at most, from 1.</param>
    /// <param name="bytes">How many bytes of event data at most, roughly; a single entry may have more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<LogPage> Read(long after, int limit, int bytes, CancellationToken cancellationToken)
    {
        Task<LogPage> reading;
        lock (_lock)
        {
            var at = _kept.FindIndex(k => k.After == after && k.Limit == limit && IsOfUse(k.Page));
            reading = at >= 0 ? _kept[at].Page : ReadNow(after, limit, bytes);
            _kept.RemoveAll(k => k.After == after && k.Limit == limit);
            _kept.Add((after, limit, reading));
            if (_kept.Count > Kept)
                _kept.RemoveAt(0);
        }

        return await reading.WaitAsync(cancellationToken);
    }

    /// <summary>Lets what was read go, once somebody has come to the end.</summary>
    public void Forget()
    {
        lock (_lock)
            _kept.RemoveAll(k => k.Page.IsCompleted);
    }

    // An empty page may have grown since, what could not be read may have been mended, and a failed reading is tried again.
    private static bool IsOfUse(Task<LogPage> page) =>
        !page.IsCompleted || (page.IsCompletedSuccessfully && page.Result is { Entries.Count: > 0, Unreadable: null });

    private async Task<LogPage> ReadNow(long after, int limit, int bytes)
    {
        await using var command = source.CreateCommand(Forward);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = after });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = limit });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (long)bytes });
        var entries = new List<Entry>();
        var head = after;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var row = EntryRow.Read(rows, 0);
            head = rows.GetInt64(HeadColumn);
            try
            {
                entries.Add(row.ToEntry());
            }
            catch (JsonException e)
            {
                return new(entries, new(row.Sequence, row.Id, e), IsLast: false);
            }
        }

        return new(entries, Unreadable: null, IsLast: head == (entries.Count == 0 ? after : entries[^1].Sequence));
    }
}

/// <summary>An entry that a handler cannot get past.</summary>
internal sealed class PoisonException(long sequence, EventId id, Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>Its place in the ledger.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Its id.</summary>
    public EventId Id { get; } = id;
}
