using Npgsql;
using Wolverine;

namespace NegotiationLedger.Store.Projections;

/// <summary>Where a projection stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CodeVersion">The version of what it makes of the log.</param>
/// <param name="Position">The sequence up to which it has followed the log; 0 when it never started.</param>
/// <param name="Head">The log's head.</param>
/// <param name="LagSeconds">How long the first entry that it has not followed has waited.</param>
/// <param name="Failures">How many negotiations it cannot bring up to date.</param>
/// <param name="Failed">The first of them, by since when.</param>
/// <param name="RebuiltTo">The last negotiation that its rebuild has told; null when none is under way.</param>
/// <param name="Left">How many negotiations the rebuild has still to tell.</param>
public sealed record ProjectionStatus(
    string Name,
    int CodeVersion,
    long Position,
    long Head,
    double LagSeconds,
    long Failures,
    IReadOnlyList<ProjectionFailure> Failed,
    string? RebuiltTo,
    long Left
)
{
    /// <summary>How many entries it has not followed.</summary>
    public long Lag => Math.Max(0, Head - Position);
}

/// <summary>A negotiation that a projection cannot bring up to date.</summary>
/// <param name="Negotiation">Its id.</param>
/// <param name="Since">Since when.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Version">The version of its stream when it was tried last.</param>
/// <param name="Error">What is wrong.</param>
public sealed record ProjectionFailure(string Negotiation, DateTimeOffset Since, int Attempts, long Version, string Error);

/// <summary>What operators ask of projections, and tell them.</summary>
public sealed class ProjectionControl
{
    private const string Status = """
        select coalesce(p.last_seq_id, 0), l.sequence,
            coalesce((
                select extract(epoch from clock_timestamp() - e.timestamp)::float8
                from mt_events e where e.seq_id > coalesce(p.last_seq_id, 0) and e.seq_id <= l.sequence order by e.seq_id limit 1), 0),
            (select count(*) from ledger_projection_failures f where f.projection = $1),
            r.rebuilt_to,
            case when r.rebuilt_to is null then 0
                else (select count(*) from mt_streams s where s.id > r.rebuilt_to and strpos(s.id, ':') = 0) end
        from ledger_head l
        left join mt_event_progression p on p.name = $1 || ':All'
        left join ledger_projections r on r.name = $1
        """;

    private const string Failed = """
        select negotiation, since, attempts, version, error from ledger_projection_failures where projection = $1 order by since limit $2
        """;

    private readonly NpgsqlDataSource _source;
    private readonly Projector _projector;
    private readonly ProjectionFailures _failures;
    private readonly ProjectionRebuilds _rebuilds;
    private readonly Func<IMessageBus> _bus;

    internal ProjectionControl(
        NpgsqlDataSource source,
        Projector projector,
        ProjectionFailures failures,
        ProjectionRebuilds rebuilds,
        Func<IMessageBus> bus
    ) => (_source, _projector, _failures, _rebuilds, _bus) = (source, projector, failures, rebuilds, bus);

    /// <summary>The names of the projections.</summary>
    public IReadOnlyList<string> Names => [.. _projector.All.Select(p => p.Name)];

    /// <summary>Where each stands.</summary>
    /// <param name="failures">How many failures to name of each.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<ProjectionStatus>> List(int failures, CancellationToken cancellationToken)
    {
        var all = new List<ProjectionStatus>();
        foreach (var projection in _projector.All)
        {
            await using var command = _source.CreateCommand(Status);
            command.Parameters.Add(new() { Value = projection.Name });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            var status = new ProjectionStatus(
                projection.Name,
                projection.CodeVersion,
                row.GetInt64(0),
                row.GetInt64(1),
                Math.Max(0, row.GetDouble(2)),
                row.GetInt64(3),
                [],
                row.IsDBNull(4) ? null : row.GetString(4),
                row.GetInt64(5)
            );
            await row.CloseAsync();
            all.Add(
                status.Failures == 0 || failures == 0
                    ? status
                    : status with
                    {
                        Failed = await ReadFailed(projection.Name, failures, cancellationToken),
                    }
            );
        }

        return all;
    }

    /// <summary>Has every negotiation tried again that a projection could not be brought up to date with; gives how many.</summary>
    public async Task<int> Retry(string projection, CancellationToken cancellationToken)
    {
        var told = 0;
        for (var after = ""; await _failures.After(projection, after, cancellationToken) is { Count: > 0 } some; after = some[^1])
        {
            foreach (var negotiation in some)
            {
                await _bus().PublishAsync(new ProjectNegotiation(projection, negotiation));
                await _failures.DiscardLetterOf(projection, negotiation, cancellationToken);
                told++;
            }
        }

        if (await _rebuilds.IsUnderWay(projection, cancellationToken))
            await _bus().PublishAsync(new RebuildProjection(projection));
        return told;
    }

    /// <summary>Has a projection told of every negotiation again. What it kept until then is not shown.</summary>
    public async Task Rebuild(string projection, CancellationToken cancellationToken)
    {
        await _rebuilds.Ask(projection, cancellationToken);
        await _bus().PublishAsync(new RebuildProjection(projection));
    }

    /// <inheritdoc cref="IProjection.Check"/>
    public IAsyncEnumerable<ProjectionDifference> Check(string projection, CancellationToken cancellationToken) =>
        _projector.Find(projection).Check(cancellationToken);

    /// <summary>Makes the projections known when a node starts, and sends again what a crash may have kept from being sent.</summary>
    internal async Task Begin(CancellationToken cancellationToken)
    {
        foreach (var projection in _projector.All)
        {
            await _rebuilds.Know(projection, cancellationToken);
            if (await _rebuilds.IsUnderWay(projection.Name, cancellationToken))
                await _bus().PublishAsync(new RebuildProjection(projection.Name));
            foreach (var negotiation in await _failures.WithoutMessage(projection.Name, cancellationToken))
                await _bus().PublishAsync(new ProjectNegotiation(projection.Name, negotiation));
        }
    }

    private async Task<IReadOnlyList<ProjectionFailure>> ReadFailed(string projection, int most, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Failed);
        command.Parameters.Add(new() { Value = projection });
        command.Parameters.Add(new() { Value = most });
        var failed = new List<ProjectionFailure>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            failed.Add(new(row.GetString(0), EntryRow.Utc(row.GetDateTime(1)), row.GetInt32(2), row.GetInt64(3), row.GetString(4)));
        return failed;
    }
}
