using System.Runtime.CompilerServices;
using NegotiationLedger.Store.Audit;
using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>Keeps the audit index as one of the projections.</summary>
internal sealed class AuditTrailProjection(NpgsqlDataSource source) : IProjection
{
    /// <summary>Its name.</summary>
    public const string ProjectionName = "AuditTrail";

    private const int MostAtOnce = 100;

    // All that a negotiation has in the index; the rows of no entry go by its name.
    private const string Forget = """
        with dates as (
            delete from ledger_possible_dates d using mt_events e where e.stream_id = any ($1) and d.sequence = e.seq_id
        ), edges as (
            delete from ledger_about b where b.negotiation = any ($1)
        ), forms as (
            delete from ledger_assertions a where a.negotiation = any ($1)
        )
        update ledger_audit_progress set version = 0, fault = null where negotiation = any ($1)
        """;

    private const string Versions = "select s.id, s.version from mt_streams s where s.id = any ($1)";

    private const string Orphans = """
        delete from ledger_assertions a where not exists (select from mt_events e where e.seq_id = a.sequence);
        delete from ledger_about b where not exists (select from mt_events e where e.seq_id = b.sequence);
        delete from ledger_possible_dates d where not exists (select from mt_events e where e.seq_id = d.sequence);
        delete from ledger_audit_progress p where not exists (select from mt_streams s where s.id = p.negotiation);
        """;

    private readonly AuditProjection _projection = new();

    /// <inheritdoc/>
    public string Name => ProjectionName;

    /// <inheritdoc/>
    public int CodeVersion => 1;

    /// <inheritdoc/>
    public async Task<ProjectionOutcome> Bring(IReadOnlyCollection<string> negotiations, bool isAfresh, CancellationToken cancellationToken)
    {
        var (failures, unfinished) = (new List<NegotiationFailure>(), new List<string>());
        foreach (var some in negotiations.Order(StringComparer.Ordinal).Chunk(MostAtOnce))
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (isAfresh)
                await connection.Run(Forget, cancellationToken, Sql.Texts(some));
            var brought = await _projection.Bring(connection, some, cancellationToken);
            failures.AddRange(await Failures(connection, brought.Failures, cancellationToken));
            unfinished.AddRange(brought.Unfinished);
            await transaction.CommitAsync(cancellationToken);
        }

        return new(failures, unfinished);
    }

    /// <inheritdoc/>
    /// <remarks>None: what is known of sources and speakers is judged when the index is read.</remarks>
    public Task<IReadOnlyList<string>> Citing(
        IReadOnlyCollection<string> registrations,
        long through,
        string after,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public async Task Prune(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Orphans);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ProjectionDifference> Check([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var check = new AuditCheck(source, _projection, Forget);
        await foreach (var difference in check.Run(cancellationToken))
            yield return difference;
    }

    private static async Task<IEnumerable<NegotiationFailure>> Failures(
        NpgsqlConnection connection,
        IReadOnlyDictionary<string, Exception> failures,
        CancellationToken cancellationToken
    )
    {
        if (failures.Count == 0)
            return [];
        var versions = new Dictionary<string, long>();
        await using var command = connection.Command(Versions, Sql.Texts(failures.Keys));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            versions[row.GetString(0)] = row.GetInt64(1);
        return failures.Select(f => new NegotiationFailure(f.Key, versions.GetValueOrDefault(f.Key), f.Value.Message));
    }
}
