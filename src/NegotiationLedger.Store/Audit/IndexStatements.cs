namespace NegotiationLedger.Store.Audit;

/// <summary>How the audit index is written.</summary>
internal static class IndexStatements
{
    /// <summary>One writer at a time; then how far it has come, 0 when it has not begun.</summary>
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

    public const string Empty = "delete from ledger_assertions";

    public const string Forget = "delete from mt_event_progression where name = $1";

    /// <summary>The records about records before a position in some streams, and the records that those and the ones of the page are about.</summary>
    public const string Contexts = $"""
        select {EntryRow.Columns}
        from mt_events e
        where e.stream_id = any ($1) and e.seq_id <= $2
            and (
                e.type = any ($3)
                or e.id = any ($4)
                or e.id in (
                    select coalesce(x.data -> 'patch' ->> 'assertion', x.data ->> 'assertion')::uuid from mt_events x
                    where x.stream_id = any ($1) and x.seq_id <= $2 and x.type = any ($3)
                    union all
                    select (x.data ->> 'assertion')::uuid from mt_events x
                    where x.stream_id = any ($1) and x.seq_id <= $2 and x.type = any ($3)))
        order by e.seq_id
        """;

    public const string Close = """
        update ledger_assertions a set until = c.until
        from unnest($1, $2) as c (sequence, until)
        where a.sequence = c.sequence and a.until = 9223372036854775807
        """;

    public const string Insert = """
        insert into ledger_assertions (
            sequence, since, until, about, occurred, fates, negotiation, type, mode, speaker, source, recorded_by, language, parties, standing, words)
        select sequence, since, until, about, occurred, fates, negotiation, type, mode, speaker, source, recorded_by, language,
            string_to_array(rtrim(parties), ' '), standing::jsonb, ledger_words(words, language)
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) as r (
            sequence, since, until, about, occurred, fates, negotiation, type, mode, speaker, source, recorded_by, language, parties, standing, words)
        """;

    public const string OfSpeaker = $"""
        select a.standing, {EntryRow.Columns}
        from ledger_assertions a join mt_events e on e.seq_id = a.sequence
        where a.speaker = $1 and a.until = 9223372036854775807 and a.sequence > $2
        order by a.sequence
        limit $3
        """;

    /// <summary>The same records with other parties, from a sequence on.</summary>
    public const string Reassign = """
        with changed as (
            select * from unnest($1, $2) as c (sequence, parties)
        ), ended as (
            update ledger_assertions a set until = $3
            from changed c
            where a.sequence = c.sequence and a.until = 9223372036854775807
            returning a.*
        )
        insert into ledger_assertions (
            sequence, since, until, about, occurred, fates, negotiation, type, mode, speaker, source, recorded_by, language, parties, standing, words)
        select o.sequence, $3, 9223372036854775807, o.about, o.occurred, o.fates, o.negotiation, o.type, o.mode, o.speaker, o.source,
            o.recorded_by, o.language, string_to_array(rtrim(c.parties), ' '), o.standing, o.words
        from ended o join changed c using (sequence)
        """;
}
