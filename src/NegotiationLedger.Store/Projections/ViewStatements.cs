using System.Collections.Concurrent;

namespace NegotiationLedger.Store.Projections;

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
