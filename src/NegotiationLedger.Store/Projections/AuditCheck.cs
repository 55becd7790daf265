using System.Runtime.CompilerServices;
using NegotiationLedger.Store.Audit;
using Npgsql;

namespace NegotiationLedger.Store.Projections;

/// <summary>Holds the rows of the audit index against what the log gives: some negotiations at a time are indexed again in a transaction that is rolled back.</summary>
internal sealed class AuditCheck(NpgsqlDataSource source, AuditProjection projection, string forget)
{
    // Those that are there to the end; what has still to be brought is not held against the index. A long one goes alone.
    private const string Next = """
        select x.id, x.is_whole, x.is_passed
        from (
            select s.id, sum(s.version) over (order by s.id) - s.version as before,
                coalesce(p.version = s.version and p.fault is null, false) as is_whole,
                coalesce((select f.last_seq_id from mt_event_progression f where f.name = 'AuditTrail:All'), 0)
                    >= (select e.seq_id from mt_events e where e.stream_id = s.id order by e.version desc limit 1)
                    and not exists (select from ledger_projections r where r.name = 'AuditTrail' and r.rebuilt_to is not null)
                    and not exists (select from ledger_projection_failures f where f.projection = 'AuditTrail' and f.negotiation = s.id)
                    as is_passed
            from (select id, version from mt_streams where id > $1 and strpos(id, ':') = 0 order by id limit 50) s
            left join ledger_audit_progress p on p.negotiation = s.id
        ) x
        where x.before < 10000
        order by x.id
        """;

    private const string Rows = """
        select a.negotiation, 'ledger_assertions', md5(a::text) from ledger_assertions a where a.negotiation = any ($1)
        union all
        select b.negotiation, 'ledger_about', md5(b::text) from ledger_about b where b.negotiation = any ($1)
        union all
        select e.stream_id, 'ledger_possible_dates', md5(d::text)
        from ledger_possible_dates d join mt_events e on e.seq_id = d.sequence where e.stream_id = any ($1)
        """;

    private const string Orphans = """
        (select distinct a.negotiation, 'ledger_assertions' from ledger_assertions a
            where not exists (select from mt_events e where e.seq_id = a.sequence and e.stream_id = a.negotiation) limit 1000)
        union all
        (select distinct b.negotiation, 'ledger_about' from ledger_about b
            where not exists (select from mt_events e where e.seq_id = b.sequence and e.stream_id = b.negotiation) limit 1000)
        """;

    public async IAsyncEnumerable<ProjectionDifference> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = "";
        while (last is not null)
        {
            var differences = new List<ProjectionDifference>();
            last = await Step(last, differences, cancellationToken);
            foreach (var difference in differences)
                yield return difference;
        }

        foreach (var difference in await FindOrphans(cancellationToken))
            yield return difference;
    }

    private async Task<string?> Step(string after, List<ProjectionDifference> differences, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        // Never committed.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var whole = new List<string>();
        string? last = null;
        await using (var next = connection.Command(Next, Sql.Text(after)))
        await using (var row = await next.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                last = row.GetString(0);
                if (row.GetBoolean(1))
                    whole.Add(last);
                else if (row.GetBoolean(2))
                    differences.Add(new("ledger_audit_progress", last, "is behind, although the projection is past it"));
            }
        }

        if (whole.Count > 0)
            differences.AddRange(await Compare(connection, [.. whole], cancellationToken));
        return last;
    }

    private async Task<IEnumerable<ProjectionDifference>> Compare(
        NpgsqlConnection connection,
        string[] negotiations,
        CancellationToken cancellationToken
    )
    {
        var kept = await Read(connection, negotiations, cancellationToken);
        await connection.Run(forget, cancellationToken, Sql.Texts(negotiations));
        for (IReadOnlyCollection<string> left = negotiations; left.Count > 0; )
            left = (await projection.Bring(connection, left, cancellationToken)).Unfinished;
        var fresh = await Read(connection, negotiations, cancellationToken);
        kept.SymmetricExceptWith(fresh);
        return kept.Select(r => (r.Place, r.Negotiation))
            .Distinct()
            .Select(r => new ProjectionDifference(r.Place, r.Negotiation, "differs from a fresh fold"));
    }

    private static async Task<HashSet<(string Negotiation, string Place, string Digest)>> Read(
        NpgsqlConnection connection,
        string[] negotiations,
        CancellationToken cancellationToken
    )
    {
        var rows = new HashSet<(string, string, string)>();
        await using var command = connection.Command(Rows, Sql.Texts(negotiations));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            rows.Add((row.GetString(0), row.GetString(1), row.GetString(2)));
        return rows;
    }

    private async Task<List<ProjectionDifference>> FindOrphans(CancellationToken cancellationToken)
    {
        var differences = new List<ProjectionDifference>();
        await using var command = source.CreateCommand(Orphans);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            differences.Add(new(row.GetString(1), row.GetString(0), "belongs to no entry"));
        return differences;
    }
}
