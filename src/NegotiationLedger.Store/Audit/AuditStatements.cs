namespace NegotiationLedger.Store.Audit;

/// <summary>How the audit index is written. Each of these takes a bounded number of rows.</summary>
internal static class AuditStatements
{
    /// <summary>Keeps other nodes from following the log at the same time, which would be harmless and in vain.</summary>
    public const string Begin = """
        select pg_advisory_xact_lock(hashtextextended('audit index', 'ledger_assertions'::regclass::oid::bigint))
        """;

    public const string Progress = "select coalesce(max(last_seq_id), 0) from mt_event_progression where name = $1";

    /// <summary>Moves the progress from where it is expected to where the page ends; no row when it is not there.</summary>
    public const string Advance = """
        insert into mt_event_progression as p (name, last_seq_id, last_updated) values ($1, $3, transaction_timestamp())
        on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
        where p.last_seq_id = $2
        returning 1
        """;

    public const string Forget = "delete from mt_event_progression where name = $1";

    /// <summary>Empties the index, some rows of each table at a time: how many it was.</summary>
    public const string Empty = """
        with forms as (
            delete from ledger_assertions a using (select sequence, since from ledger_assertions order by sequence, since limit $1) x
            where a.sequence = x.sequence and a.since = x.since returning 1
        ), edges as (
            delete from ledger_about b using (select about, sequence from ledger_about order by about, sequence limit $1) x
            where b.about = x.about and b.sequence = x.sequence returning 1
        ), dates as (
            delete from ledger_possible_dates d using (select occurred, sequence from ledger_possible_dates order by occurred, sequence limit $1) x
            where d.occurred = x.occurred and d.sequence = x.sequence returning 1
        ), progress as (
            delete from ledger_audit_progress p using (select negotiation from ledger_audit_progress order by negotiation limit $1) x
            where p.negotiation = x.negotiation returning 1
        )
        select (select count(*) from forms) + (select count(*) from edges) + (select count(*) from dates) + (select count(*) from progress)
        """;

    /// <summary>The negotiations that moved in the next page of the log, and the page's last sequence; no row when nothing follows.</summary>
    public const string Moved = """
        select array_agg(distinct p.stream_id) filter (where strpos(p.stream_id, ':') = 0), max(p.seq_id)
        from (select e.stream_id, e.seq_id from mt_events e where e.seq_id > $1 order by e.seq_id limit $2) p
        having count(*) > 0
        """;

    /// <summary>Begins negotiations that the index does not know yet. Always in one order, so that two that do it wait for each other.</summary>
    public const string Know = """
        insert into ledger_audit_progress (negotiation) select n from unnest($1) n order by n
        on conflict (negotiation) do nothing
        """;

    public const string Hold = """
        select negotiation, version, fault is not null from ledger_audit_progress where negotiation = any ($1) order by negotiation for update
        """;

    public const string Reached = """
        update ledger_audit_progress p set version = greatest(p.version, c.version), fault = null
        from unnest($1, $2) as c (negotiation, version)
        where p.negotiation = c.negotiation
        """;

    public const string Fail = "update ledger_audit_progress set fault = $2 where negotiation = $1";

    /// <summary>The entries that follow in some negotiations, up to a number and a size; at least one.</summary>
    public const string Entries = $"""
        select {EntryRow.Columns}
        from (
            select x.seq_id, x.place, x.version, sum(x.size) over (order by x.place, x.version) - x.size as before
            from (
                select y.seq_id, n.place, y.version, y.size
                from unnest($1, $2) with ordinality as n (negotiation, version, place)
                cross join lateral (
                    select e.seq_id, e.version, pg_column_size(e.data) as size from mt_events e
                    where e.stream_id = n.negotiation and e.version > n.version and e.seq_id <= $3
                    order by e.version limit $4) y
                order by n.place, y.version
                limit $4) x
        ) p
        join lateral (select * from mt_events e where e.seq_id = p.seq_id offset 0) e on true
        where p.before < $5
        order by p.place, p.version
        """;

    public const string Registrations = Queries.Registrations;

    public const string BearingsById = $"""
        select {BearingColumns}
        from unnest($1) n (id)
        join lateral (select * from mt_events e where e.id = n.id offset 0) e on true
        {OwnRow}
        """;

    public const string BearingsAt = $"""
        select {BearingColumns}
        from unnest($1) n (sequence)
        join lateral (select * from mt_events e where e.seq_id = n.sequence offset 0) e on true
        {OwnRow}
        """;

    public const string Shaped = $"""
        select a.fates, a.is_tangled, {EntryRow.Columns}
        from unnest($1) n (sequence)
        join lateral (select * from ledger_assertions a where a.sequence = n.sequence and a.since = n.sequence offset 0) a on true
        join lateral (select * from mt_events e where e.seq_id = n.sequence offset 0) e on true
        """;

    public const string Shapers = $"""
        select n.sequence, {EntryRow.Columns}
        from unnest($1) n (sequence)
        cross join lateral (select s.sequence from ledger_assertions s where s.shapes = n.sequence order by s.sequence limit $2) s
        join lateral (select * from mt_events e where e.seq_id = s.sequence offset 0) e on true
        order by n.sequence, e.seq_id
        """;

    public const string Forms =
        "select a.sequence, a.standing from ledger_assertions a where a.sequence = any ($1) and a.standing is not null";

    public const string Insert = """
        insert into ledger_assertions (
            sequence, since, shapes, fates, is_exact, is_tangled, occurred, asserted, negotiation, type, mode, speaker, source, recorded_by, language,
            parties, standing, words)
        select sequence, since, shapes, fates, is_exact, is_tangled, occurred, asserted, negotiation, type, mode, speaker, source, recorded_by, language,
            string_to_array(rtrim(parties), ' '), standing::jsonb, ledger_words(words, language)
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) as r (
            sequence, since, shapes, fates, is_exact, is_tangled, occurred, asserted, negotiation, type, mode, speaker, source, recorded_by, language,
            parties, standing, words)
        on conflict (sequence, since) do nothing
        """;

    public const string Link = """
        insert into ledger_about (about, sequence, negotiation) select * from unnest($1, $2, $3)
        on conflict (about, sequence) do nothing
        """;

    /// <summary>Says of records what was recorded about them, once for each kind.</summary>
    public const string Note = """
        update ledger_assertions a set is_exact = false, fates = a.fates | c.fates
        from unnest($1, $2) as c (sequence, fates)
        where a.sequence = c.sequence and (a.is_exact or a.fates & c.fates <> c.fates)
        """;

    public const string Tangle = """
        update ledger_assertions a set is_tangled = true from unnest($1) as c (sequence) where a.sequence = c.sequence and a.since = c.sequence
        """;

    public const string DropForms = """
        delete from ledger_assertions a using unnest($1) as c (sequence) where a.sequence = c.sequence and a.since > c.sequence
        """;

    public const string AddDates = """
        insert into ledger_possible_dates (occurred, sequence) select * from unnest($1, $2)
        on conflict (occurred, sequence) do nothing
        """;

    private const string BearingColumns = "e.id, e.seq_id, e.stream_id, e.type, a.shapes";

    private const string OwnRow = """
        left join lateral (select a.shapes from ledger_assertions a where a.sequence = e.seq_id and a.since = e.seq_id offset 0) a on true
        """;
}
