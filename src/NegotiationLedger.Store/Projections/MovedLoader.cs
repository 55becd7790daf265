using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Projections;

/// <summary>Loads of a page of the log only which streams moved: no event is read, so that none can be unreadable.</summary>
/// <remarks>A page ends early where its negotiations hold so many entries that bringing them up to date would take long.</remarks>
internal sealed class MovedLoader(NpgsqlDataSource source) : IEventLoader
{
    /// <summary>How many entries a page has at most.</summary>
    public const int MostEntries = 20_000;

    private const long MostHeld = 200_000;

    // A stream counts with all that it holds, where it first occurs in the page.
    private const string Moved = """
        with page as (
            select e.seq_id, e.stream_id, row_number() over (partition by e.stream_id order by e.seq_id) = 1 as is_first
            from (select seq_id, stream_id from mt_events where seq_id > $1 and seq_id <= $2 order by seq_id limit $3) e
        ), held as (
            select p.seq_id, p.stream_id, sum(coalesce(s.version, 0)) over (order by p.seq_id) as held,
                count(*) over () as size
            from page p left join mt_streams s on p.is_first and strpos(p.stream_id, ':') = 0 and s.id = p.stream_id
        )
        select h.stream_id, max(h.seq_id), count(*), h.size
        from held h
        where h.held <= $4 or h.seq_id = (select min(seq_id) from page)
        group by h.stream_id, h.size
        order by 2
        """;

    /// <inheritdoc/>
    public async Task<EventPage> LoadAsync(EventRequest request, CancellationToken token)
    {
        await using var command = source.CreateCommand(Moved);
        foreach (var number in (long[])[request.Floor, request.HighWater, request.BatchSize, MostHeld])
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = number });
        var page = new EventPage(request.Floor);
        var (taken, size) = (0L, 0L);
        await using var row = await command.ExecuteReaderAsync(token);
        while (await row.ReadAsync(token))
        {
            page.Add(new Event<StreamMoved>(StreamMoved.Instance) { StreamKey = row.GetString(0), Sequence = row.GetInt64(1) });
            taken += row.GetInt64(2);
            size = row.GetInt64(3);
        }

        // A full page ends at its last stream's last entry, which is the page's; one that is not full ends where it was told to.
        var isFull = taken < size || size == request.BatchSize;
        page.CalculateCeiling(isFull ? page.Count : page.Count + 1, request.HighWater);
        return page;
    }
}

/// <summary>A stream has further entries. Stands in a page for the events that it names, and is never stored.</summary>
internal sealed record StreamMoved
{
    /// <summary>There is one.</summary>
    public static StreamMoved Instance { get; } = new();
}
