using System.Collections.Concurrent;
using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Projections;

/// <summary>Holds every document and every row of the list of negotiations against a fresh fold, some negotiations at a time, each time in one snapshot.</summary>
internal sealed class ViewsCheck(NpgsqlDataSource source)
{
    private const string Next = """
        select s.id, s.version,
            coalesce(d.version = s.version and d.code_version = $2 and d.epoch = p.epoch, false),
            coalesce((select f.last_seq_id from mt_event_progression f where f.name = 'Views:All'), 0)
                >= (select e.seq_id from mt_events e where e.stream_id = s.id order by e.version desc limit 1)
                and p.rebuilt_to is null
                and not exists (select from ledger_projection_failures x where x.projection = 'Views' and x.negotiation = s.id)
        from mt_streams s
        join ledger_projections p on p.name = 'Views'
        left join ledger_documents d on d.negotiation = s.id
        where s.id > $1 and strpos(s.id, ':') = 0
        order by s.id
        limit 100
        """;

    private const string Known = """
        select f.negotiation
        from unnest($1, $2) as f (negotiation, keywords)
        left join ledger_documents d on d.negotiation = f.negotiation
        where d.keywords is distinct from string_to_array(f.keywords, ' ')
        """;

    private const string Listed = """
        select f.id
        from unnest($1, $2, $3) as f (id, data, revision)
        cross join lateral ledger_list_row(f.id, f.revision, f.data -> 'view') r
        left join ledger_negotiations n on n.id = f.id
        where n is distinct from r
        """;

    private const string Unlisted = """
        select n.id from ledger_negotiations n where not exists (select from mt_streams s where s.id = n.id) order by 1 limit 1000
        """;

    private static readonly ConcurrentDictionary<string, string> Statements = [];

    private readonly RegistryMemory _registry = new();

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

        foreach (var difference in await Orphans(cancellationToken))
            yield return difference;
    }

    // The last negotiation that was looked at; null when there was none.
    private async Task<string?> Step(string after, List<ProjectionDifference> differences, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var (current, last) = await Current(connection, after, differences, cancellationToken);
        var registry = await _registry.Read(connection, cancellationToken);
        foreach (var some in current.Chunk(20))
        {
            var (histories, failures) = await NegotiationReader.Read(connection, some, held: null, registry, cancellationToken);
            differences.AddRange(failures.Select(f => new ProjectionDifference("mt_events", f.Negotiation, f.Error)));
            if (histories.Count > 0)
                await Compare(connection, [.. histories.Select(FoldedNegotiation.Of)], differences, cancellationToken);
        }

        return last;
    }

    private static async Task<(List<(string, long)> Current, string? Last)> Current(
        NpgsqlConnection connection,
        string after,
        List<ProjectionDifference> differences,
        CancellationToken cancellationToken
    )
    {
        await using var next = new NpgsqlCommand(Next, connection);
        next.Parameters.Add(new() { Value = after });
        next.Parameters.Add(new() { Value = ViewsProjection.Version });
        var current = new List<(string, long)>();
        string? last = null;
        await using var row = await next.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            last = row.GetString(0);
            if (row.GetBoolean(2))
                current.Add((last, row.GetInt64(1)));
            else if (row.GetBoolean(3))
                differences.Add(new("ledger_documents", last, "is behind, although the projection is past it"));
        }

        return (current, last);
    }

    private static async Task Compare(
        NpgsqlConnection connection,
        List<FoldedNegotiation> fresh,
        List<ProjectionDifference> differences,
        CancellationToken cancellationToken
    )
    {
        var ids = fresh.ConvertAll(f => f.Negotiation).ToArray();
        for (var i = 0; i < PersistedView.All.Count; i++)
        {
            var view = PersistedView.All[i];
            var bodies = fresh.ConvertAll(f => f.Documents[i]).ToArray();
            var revisions = fresh.ConvertAll(f => view.RevisionOf(f.Version)).ToArray();
            await Find(Statement(view), view.Table, [Texts(ids), Bodies(bodies), new() { Value = revisions }]);
            if (i == 0)
                await Find(Listed, "ledger_negotiations", [Texts(ids), Bodies(bodies), new() { Value = revisions }]);
        }

        await Find(Known, "ledger_documents", [Texts(ids), Texts([.. fresh.Select(f => string.Join(' ', f.Keywords))])]);

        async Task Find(string statement, string place, NpgsqlParameter[] parameters)
        {
            // The statement is one of this class's own.
#pragma warning disable CA2100
            await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
            command.Parameters.AddRange(parameters);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
                differences.Add(new(place, row.GetString(0), "differs from a fresh fold"));
        }
    }

    private async Task<List<ProjectionDifference>> Orphans(CancellationToken cancellationToken)
    {
        var differences = new List<ProjectionDifference>();
        var places = PersistedView.All.Select(v => (v.Table, ViewStatements.Orphaned(v))).Append(("ledger_negotiations", Unlisted));
        foreach (var (place, statement) in places)
        {
            await using var command = source.CreateCommand(statement);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
                differences.Add(new(place, row.GetString(0), "belongs to no negotiation"));
        }

        return differences;
    }

    // The table's name is this program's own.
    private static string Statement(PersistedView view) =>
        Statements.GetOrAdd(
            view.Table,
            static table =>
                $"""
                    select f.id
                    from unnest($1, $2, $3) as f (id, data, revision)
                    left join {table} d on d.id = f.id
                    where d.id is null or d.data is distinct from f.data or d.mt_version <> f.revision
                    """
        );

    private static NpgsqlParameter Texts(string[] texts) => new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = texts };

    private static NpgsqlParameter Bodies(byte[][] bodies) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb, Value = bodies };
}
