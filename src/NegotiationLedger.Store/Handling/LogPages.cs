using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Handling;

/// <summary>A stretch of the log as it was read.</summary>
/// <param name="Entries">Its entries, up to the first that cannot be read.</param>
/// <param name="Unreadable">That one, and why; null when all can be read.</param>
/// <param name="Head">The last sequence of the log when it was read.</param>
internal sealed record LogPage(IReadOnlyList<Entry> Entries, PoisonException? Unreadable, long Head);

/// <summary>Consecutive entries of a stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="First">The version of the first.</param>
/// <param name="Last">The version of the last.</param>
internal readonly record struct StreamRange(string Stream, long First, long Last)
{
    public long Count => Last - First + 1;
}

/// <summary>Reads the log for all handlers of a node. Those that are about equally far share what was read: it is read and parsed once.</summary>
internal sealed class LogPages(NpgsqlDataSource source)
{
    private const int Kept = 3;
    private const int HeadColumn = 11;

    // By bytes as well as by number: what is read at once has to fit into a small server's memory.
    private const string Forward = $"""
        select * from (
            select {EntryRow.Columns}, sum(pg_column_size(e.data)) over by_sequence as bytes, h.sequence as head,
                row_number() over by_sequence as n
            from (select * from mt_events where seq_id > $1 order by seq_id limit $2) e cross join ledger_head h
            window by_sequence as (order by e.seq_id)
        ) p
        where p.bytes <= $3 or p.n = 1
        order by p.seq_id
        """;

    private const string Growth = """
        select e.stream_id, min(e.version), max(e.version)
        from mt_events e
        where e.seq_id > $1 and e.seq_id <= $2
        group by e.stream_id
        order by e.stream_id
        """;

    private const string OfSlices = $"""
        select {EntryRow.Columns}
        from unnest($1, $2, $3) as s (stream, first, last)
        join mt_events e on e.stream_id = s.stream and e.version between s.first and s.last
        where e.seq_id <= $4
        order by e.stream_id, e.version
        """;

    // An empty page may have grown since, and what could not be read may have been mended.
    private readonly SharedReads<(long After, int Limit), LogPage> _pages = new(
        Kept,
        page => page is { Entries.Count: > 0, Unreadable: null }
    );
    private readonly SharedReads<(long After, long Until), IReadOnlyList<StreamRange>> _growths = new(1, _ => true);
    private readonly SharedReads<(StreamRange First, StreamRange Last, long Until), Entry[]> _slices = new(2 * Kept, _ => true);

    /// <summary>Reads what follows a sequence: at least one entry when there is one.</summary>
    /// <param name="after">The sequence before the first entry wanted.</param>
    /// <param name="limit">How many entries at most, from 1.</param>
    /// <param name="bytes">How many bytes of event data at most, roughly; a single entry may have more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<LogPage> Read(long after, int limit, int bytes, CancellationToken cancellationToken) =>
        _pages.Get((after, limit), () => ReadNow(after, limit, bytes), cancellationToken);

    /// <summary>By which entries each stream grew between two positions, by stream.</summary>
    public Task<IReadOnlyList<StreamRange>> Grown(long after, long until, CancellationToken cancellationToken) =>
        _growths.Get((after, until), () => GrownNow(after, until), cancellationToken);

    /// <summary>The entries of slices up to a position, slice after slice. The slices are by stream, each stream once.</summary>
    /// <exception cref="JsonException">One of them cannot be read.</exception>
    public Task<Entry[]> Read(IReadOnlyList<StreamRange> slices, long until, CancellationToken cancellationToken) =>
        _slices.Get((slices[0], slices[^1], until), () => ReadNow(slices, until), cancellationToken);

    /// <summary>Lets what was read go, once somebody has come to the end.</summary>
    public void Forget()
    {
        _pages.Forget();
        _growths.Forget();
        _slices.Forget();
    }

    private async Task<IReadOnlyList<StreamRange>> GrownNow(long after, long until)
    {
        await using var command = source.CreateCommand(Growth);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = until });
        var slices = new List<StreamRange>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            slices.Add(new(row.GetString(0), row.GetInt64(1), row.GetInt64(2)));
        return slices;
    }

    private async Task<Entry[]> ReadNow(IReadOnlyList<StreamRange> slices, long until)
    {
        await using var command = source.CreateCommand(OfSlices);
        command.Parameters.Add(
            new() { Value = slices.Select(s => s.Stream).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar }
        );
        command.Parameters.Add(new() { Value = slices.Select(s => s.First).ToArray() });
        command.Parameters.Add(new() { Value = slices.Select(s => s.Last).ToArray() });
        command.Parameters.Add(new() { Value = until });
        var entries = new List<Entry>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            entries.Add(EntryRow.Read(rows, 0).ToEntry());
        return [.. entries];
    }

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
                return new(entries, new(row.Sequence, row.Id, e), head);
            }
        }

        return new(entries, Unreadable: null, head);
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
