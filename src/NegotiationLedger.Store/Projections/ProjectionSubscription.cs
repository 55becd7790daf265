using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace NegotiationLedger.Store.Projections;

/// <summary>Follows the log for a projection: a page names what moved, the handler brings the projection up to date, and the progress is committed.</summary>
/// <remarks>
/// The handler commits in transactions of its own, bounded in size, before the page's progress: a page that is delivered again finds the
/// work done. What failed, the messages that try it again and the progress are one transaction, so that nothing is passed over.
/// </remarks>
public sealed class ProjectionSubscription : BatchSubscription
{
    // More than a busy node gathers while it pauses.
    private const int Many = 5000;

    // A page is bounded in entries, and so is what its negotiations hold; this only ends what hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Follows the log for the projection of a name.</summary>
    public ProjectionSubscription(string projection)
        : base(projection) => Options.BatchSize = MovedLoader.MostEntries;

    /// <inheritdoc/>
    public override async Task ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        IMessageBus bus,
        CancellationToken cancellationToken
    )
    {
        var streams = page.Events.Select(e => e.StreamKey!).ToLookup(StreamName.IsOfRegistration);
        var moved = new NegotiationsMoved(
            SubscriptionName,
            [.. streams[false]],
            [.. streams[true]],
            page.SequenceCeiling,
            IsFarBehind: page.SequenceCeiling - page.SequenceFloor > Many
        );
        var outcome = await bus.InvokeAsync<ProjectionOutcome>(moved, cancellationToken, Patience);
        if (outcome.IsGivenUp)
            throw new OperationCanceledException($"{SubscriptionName} was told to stop.", cancellationToken);
        foreach (var failure in outcome.Failures)
        {
            ProjectionFailures.Note(operations, SubscriptionName, failure);
            if (!failure.IsKnown)
                await bus.PublishAsync(new ProjectNegotiation(SubscriptionName, failure.Negotiation));
        }

        foreach (var negotiation in outcome.Unfinished)
            await bus.PublishAsync(new ProjectNegotiation(SubscriptionName, negotiation));
    }
}

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
