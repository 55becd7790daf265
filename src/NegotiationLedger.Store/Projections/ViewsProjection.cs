using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace NegotiationLedger.Store.Projections;

/// <summary>Keeps the documents of all persisted views: every negotiation that moved is read, folded and stored, as a live fold would give it.</summary>
public sealed class ViewsProjection : IProjection
{
    /// <summary>Its name.</summary>
    public const string ProjectionName = "Views";

    private const int MostAtOnce = 100;
    private const long MostEntries = 10_000;
    private const int CitingAtOnce = 500;
    private const int Attempts = 3;

    private readonly NpgsqlDataSource _source;
    private readonly RegistryMemory _registry = new();

    private readonly RecentHistories _histories;

    internal ViewsProjection(NpgsqlDataSource source, RecentHistories histories) => (_source, _histories) = (source, histories);

    /// <summary>The version of all views together: it rises with that of any.</summary>
    public static int Version { get; } = PersistedView.All.Sum(v => v.CodeVersion);

    /// <inheritdoc/>
    public string Name => ProjectionName;

    /// <inheritdoc/>
    public int CodeVersion => Version;

    /// <inheritdoc/>
    public async Task<ProjectionOutcome> Bring(IReadOnlyCollection<string> negotiations, bool isAfresh, CancellationToken cancellationToken)
    {
        // What is to be made afresh is of an earlier epoch, and so is behind; it is made of what the log holds, not of what this node remembers.
        var failures = new List<NegotiationFailure>();
        foreach (var some in negotiations.Order(StringComparer.Ordinal).Chunk(MostAtOnce))
        {
            foreach (var group in Groups(await Behind(some, cancellationToken)))
                await BringGroup(group, isAfresh, failures, cancellationToken);
        }

        return new(failures, []);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Citing(
        IReadOnlyCollection<string> registrations,
        long through,
        string after,
        CancellationToken cancellationToken
    )
    {
        await using var command = _source.CreateCommand(ViewStatements.Citing);
        command.Parameters.Add(Texts(registrations));
        command.Parameters.Add(Number(through));
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(Number(CitingAtOnce));
        var citing = new List<string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            citing.Add(row.GetString(0));
        return citing;
    }

    /// <inheritdoc/>
    public async Task Prune(CancellationToken cancellationToken)
    {
        foreach (var view in PersistedView.All)
        {
            await using var command = _source.CreateCommand(ViewStatements.Prune(view));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ProjectionDifference> Check(CancellationToken cancellationToken) =>
        new ViewsCheck(_source).Run(cancellationToken);

    private async Task<List<(string Id, long Version)>> Behind(string[] negotiations, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(ViewStatements.Behind);
        command.Parameters.Add(Texts(negotiations));
        command.Parameters.Add(new() { Value = CodeVersion });
        var behind = new List<(string, long)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            behind.Add((row.GetString(0), row.GetInt64(1)));
        return behind;
    }

    // Each of a bounded number of entries; a long negotiation goes alone.
    private static IEnumerable<List<(string Id, long Version)>> Groups(List<(string Id, long Version)> behind)
    {
        var group = new List<(string, long)>();
        var entries = 0L;
        foreach (var one in behind)
        {
            if (group.Count > 0 && entries + one.Version > MostEntries)
            {
                yield return group;
                (group, entries) = ([], 0);
            }

            group.Add(one);
            entries += one.Version;
        }

        if (group.Count > 0)
            yield return group;
    }

    // In one transaction. Where something is wrong, or is not done in the time that a statement has, it is done in halves.
    private async Task BringGroup(
        List<(string Id, long Version)> group,
        bool isAfresh,
        List<NegotiationFailure> failures,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                failures.AddRange(await ReadFoldAndWrite(group, isAfresh, cancellationToken));
                return;
            }
            catch (PostgresException e)
                when (attempt < Attempts && e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Somebody else is at the same documents: next time one of the two has them.
            }
            catch (Exception e) when (ProjectionFaults.IsOfTheData(e))
            {
                if (group.Count == 1)
                {
                    failures.Add(new(group[0].Id, group[0].Version, e.Message));
                    return;
                }

                var half = group.Count / 2;
                await BringGroup(group[..half], isAfresh, failures, cancellationToken);
                await BringGroup(group[half..], isAfresh, failures, cancellationToken);
                return;
            }
        }
    }

    private async Task<List<NegotiationFailure>> ReadFoldAndWrite(
        List<(string Id, long Version)> group,
        bool isAfresh,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        // Before the entries: what is registered later than this moves the negotiations that cite it.
        var registry = await _registry.Read(connection, cancellationToken);
        var (histories, failures) = await NegotiationReader.Read(
            connection,
            group,
            isAfresh ? null : _histories,
            registry,
            cancellationToken
        );
        var folded = new List<FoldedNegotiation>(histories.Count);
        foreach (var history in histories)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!isAfresh)
                _histories.Hold(history);
            try
            {
                folded.Add(FoldedNegotiation.Of(history));
            }
            // A fold never throws; where one does, it is this negotiation's fault alone.
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failures.Add(new(history.Negotiation.Value, history.Version, $"{e.GetType().Name}: {e.Message}"));
            }
        }

        if (folded.Count > 0)
            await Write(connection, folded, registry.Sequence, cancellationToken);
        return failures;
    }

    private static async Task Write(
        NpgsqlConnection connection,
        List<FoldedNegotiation> folded,
        long registrations,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var accepted = await Accept(connection, folded, registrations, cancellationToken);
        folded.RemoveAll(f => !accepted.Contains(f.Negotiation));
        if (folded.Count == 0)
            return;
        for (var i = 0; i < PersistedView.All.Count; i++)
        {
            var view = PersistedView.All[i];
            await using var store = new NpgsqlCommand(ViewStatements.Store(view), connection);
            store.Parameters.Add(Texts(folded.Select(f => f.Negotiation)));
            store.Parameters.Add(
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb, Value = folded.ConvertAll(f => f.Documents[i]).ToArray() }
            );
            store.Parameters.Add(new() { Value = folded.ConvertAll(f => view.RevisionOf(f.Version)).ToArray() });
            store.Parameters.Add(new() { Value = view.StoredType });
            await store.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    // Whoever moves the row has the documents; the rows are locked in one order, so that nobody waits in a circle.
    private static async Task<HashSet<string>> Accept(
        NpgsqlConnection connection,
        List<FoldedNegotiation> folded,
        long registrations,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(ViewStatements.Accept, connection);
        command.Parameters.Add(new() { Value = Version });
        command.Parameters.Add(Number(registrations));
        command.Parameters.Add(Texts(folded.Select(f => f.Negotiation)));
        command.Parameters.Add(new() { Value = folded.ConvertAll(f => f.Version).ToArray() });
        command.Parameters.Add(Texts(folded.Select(f => string.Join(' ', f.Keywords))));
        var accepted = new HashSet<string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            accepted.Add(row.GetString(0));
        return accepted;
    }

    private static NpgsqlParameter Texts(IEnumerable<string> texts) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = texts.ToArray() };

    private static NpgsqlParameter Number(long number) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = number };
}

/// <summary>A negotiation with what the views' documents of it are.</summary>
/// <param name="Negotiation">Its id.</param>
/// <param name="Version">The version of its stream.</param>
/// <param name="Keywords">The streams of the sources and speakers that it cites.</param>
/// <param name="Documents">The documents, in the order of <see cref="PersistedView.All"/>.</param>
internal sealed record FoldedNegotiation(string Negotiation, long Version, IReadOnlyList<string> Keywords, byte[][] Documents)
{
    /// <summary>Folds every view of a history.</summary>
    public static FoldedNegotiation Of(History history)
    {
        var account = history.Through(Lens.Everything);
        var keywords = Citations.Of(history.Entries);
        return new(
            history.Negotiation.Value,
            history.Version,
            keywords,
            [.. PersistedView.All.Select(view => view.Fold(history, account, keywords))]
        );
    }
}

/// <summary>What the projection of the views asks and writes.</summary>
internal static class ViewStatements
{
    /// <summary>Whether a document <c>d</c> knows what changed of the sources and speakers that it cites; <c>l</c> is the head.</summary>
    public const string KnowsRegistrations = """
        (d.registrations >= l.registration_sequence or not exists (
            select from unnest(d.keywords) k
            cross join lateral (select e.seq_id from mt_events e where e.stream_id = k order by e.version desc limit 1) r
            where r.seq_id > d.registrations))
        """;

    /// <summary>Of the negotiations $1 those whose documents are behind, with their versions. $2 is the code version; what newer code made is never behind.</summary>
    public const string Behind = $"""
        select s.id, s.version
        from mt_streams s
        join ledger_projections p on p.name = 'Views'
        cross join ledger_head l
        left join ledger_documents d on d.negotiation = s.id
        where s.id = any ($1)
            and (
                d.negotiation is null
                or d.code_version <= $2
                    and ((d.code_version, d.epoch, d.version) < ($2, p.epoch, s.version) or not {KnowsRegistrations}))
        order by s.id collate "C"
        """;

    /// <summary>Notes of which state documents are, and gives the negotiations whose documents are to be written: what stands there is older.</summary>
    public const string Accept = """
        insert into ledger_documents as d (negotiation, code_version, epoch, version, registrations, keywords)
        select n.negotiation, $1, p.epoch, n.version, $2, string_to_array(n.keywords, ' ')
        from unnest($3, $4, $5) as n (negotiation, version, keywords)
        cross join ledger_projections p
        where p.name = 'Views'
        order by n.negotiation collate "C"
        on conflict (negotiation) do update set
            code_version = excluded.code_version, epoch = excluded.epoch, version = excluded.version,
            registrations = excluded.registrations, keywords = excluded.keywords
        where (d.code_version, d.epoch, d.version, d.registrations)
            < (excluded.code_version, excluded.epoch, excluded.version, excluded.registrations)
        returning negotiation
        """;

    /// <summary>The negotiations after $3 that cite one of the streams $1 and know less than the registration $2, at most $4.</summary>
    public const string Citing = """
        select d.negotiation
        from ledger_documents d
        where d.keywords && $1 and d.registrations < $2 and d.negotiation > $3
        order by d.negotiation
        limit $4
        """;

    private static readonly ConcurrentDictionary<string, string> Stores = [];
    private static readonly ConcurrentDictionary<string, string> Prunes = [];
    private static readonly ConcurrentDictionary<string, string> Orphans = [];

    /// <summary>Puts the documents $2 with the revisions $3 in place of those of the ids $1; $4 is their type.</summary>
    public static string Store(PersistedView view) =>
        Stores.GetOrAdd(
            view.Table,
            static table =>
                $"""
                    insert into {table} (id, data, mt_version, mt_dotnet_type)
                    select d.id, d.data, d.revision, $4
                    from unnest($1, $2, $3) as d (id, data, revision)
                    order by d.id collate "C"
                    on conflict (id) do update set
                        data = excluded.data,
                        mt_version = excluded.mt_version,
                        mt_dotnet_type = excluded.mt_dotnet_type,
                        mt_last_modified = transaction_timestamp()
                    """
        );

    /// <summary>Deletes the documents of no negotiation.</summary>
    public static string Prune(PersistedView view) =>
        Prunes.GetOrAdd(view.Table, static table => $"delete from {table} d where not exists (select from mt_streams s where s.id = d.id)");

    /// <summary>The documents of no negotiation.</summary>
    public static string Orphaned(PersistedView view) =>
        Orphans.GetOrAdd(
            view.Table,
            static table =>
                $"select d.id from {table} d where not exists (select from mt_streams s where s.id = d.id) order by 1 limit 1000"
        );
}
