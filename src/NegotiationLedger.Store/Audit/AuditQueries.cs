namespace NegotiationLedger.Store.Audit;

/// <summary>
/// What the audit asks its index. Every parameter that is null drops its condition when the statement is planned, which is done anew for
/// each question: a plan for all values would be a plan for none.
/// </summary>
internal static class AuditQueries
{
    /// <summary>How far the log and the index reach: head, when, last registration, progress.</summary>
    public const string Reach = """
        select h.sequence, h.recorded_at, h.registration_sequence, coalesce(p.last_seq_id, 0)
        from ledger_head h left join mt_event_progression p on p.name = $1
        """;

    public const string SequencesAt = "select ledger_sequence_at($1), ledger_sequence_at($2)";

    /// <summary>The records that match, by sequence.</summary>
    public const string ByRecording = $"""
        with page as (
            select a.sequence, a.standing, a.language, a.negotiation, 0::real as rank, 0::bigint as matched, a.sequence as place
            from ledger_assertions a
            where {Filter}
            order by a.sequence
            limit $17
        )
        {Told}
        """;

    /// <summary>The records that match, by the earliest instant they speak of; $18 is that of the last record before.</summary>
    public const string ByOccurrence = $"""
        with page as (
            select a.sequence, a.standing, a.language, a.negotiation, 0::real as rank, 0::bigint as matched,
                row_number() over (order by a.occurred, a.sequence) as place
            from ledger_assertions a
            where {Filter} and ($18::timestamptz is null or a.occurred >= $18 and (a.occurred, a.sequence) > ($18, $19))
            order by a.occurred, a.sequence
            limit $17
        )
        {Told}
        """;

    /// <summary>The records that match, the best first; $18 is the rank of the last record before, $20 how many are ranked at most.</summary>
    public const string ByRelevance = $"""
        with hits as materialized (
            select a.sequence, a.standing, a.language, a.negotiation, ts_rank(a.words, ledger_text_query($15, $16)) as rank
            from ledger_assertions a
            where {Filter}
            limit $20 + 1
        ), page as (
            select *, (select count(*) from hits) as matched, row_number() over (order by rank desc, sequence) as place
            from hits
            where $18::real is null or rank < $18 or rank = $18 and sequence > $19
            order by rank desc, sequence
            limit $17
        )
        {Told}
        """;

    /// <summary>How many match, up to $17, and what became of them.</summary>
    public const string Tally = $"""
        select count(*), count(distinct negotiation),
            count(*) filter (where fates & 1 <> 0), count(*) filter (where fates & 2 <> 0),
            count(*) filter (where fates & 4 <> 0), count(*) filter (where fates & 8 <> 0)
        from (
            select a.negotiation, a.fates
            from ledger_assertions a
            where {Filter}
            order by a.sequence
            limit $17
        ) as matching
        """;

    /// <summary>What a typed text looks for, in the form that an index can use; empty or T when it cannot.</summary>
    public const string Sought = "select querytree(ledger_text_query($1, $2))";

    public const string MatchingWords = "select ledger_matching_words($1, $2, ledger_text_query($3, $2))";

    /// <summary>The standing records that make the frames of negotiations, as of a position.</summary>
    public const string Frames = $"""
        select a.standing, {EntryRow.Columns}
        from ledger_assertions a join mt_events e on e.seq_id = a.sequence
        where a.negotiation = any ($2) and {IsFrame} and a.since <= $1 and a.until > $1 and a.fates & 8 = 0
        order by a.sequence
        """;

    private const string IsFrame = "a.type in ('negotiation_opened', 'party_joined', 'issue_tabled')";

    private const string Filter = """
        a.since <= $1 and a.until > $1 and a.sequence > $2 and a.sequence <= $3
            and ($4::text is null or a.negotiation = $4)
            and ($5::text is null or a.type = $5)
            and ($6::text is null or a.mode = $6)
            and ($7::text is null or a.speaker = $7)
            and ($8::text is null or a.parties @> array[$8])
            and ($9::text is null or a.source = $9)
            and ($10::text is null or a.recorded_by = $10)
            and ($11::smallint[] is null or a.fates = any ($11))
            and ($12::boolean is not true or a.fates <> 0)
            and ($13::timestamptz is null or a.occurred >= $13)
            and ($14::timestamptz is null or a.occurred <= $14)
            and ($15::text is null or a.words @@ ledger_text_query($15, $16))
        """;

    // A record, and a row for each record about it, as of the position. Each is looked up for each record of the page (offset 0 keeps the
    // planner from turning that round): a join by order would read an index from its beginning.
    private const string Told = $"""
        select p.standing, p.language, p.rank, p.matched,
            coalesce((
                select max(a.since) from ledger_assertions a
                where a.negotiation = p.negotiation and {IsFrame} and a.since <= $1), 0),
            {EntryRow.Columns},
            n.fates, n.standing,
            {NoteColumns}
        from page p
        join lateral (select * from mt_events e where e.seq_id = p.sequence offset 0) e on true
        left join lateral (
            select n.sequence, n.fates, n.standing from ledger_assertions n
            where n.about = p.sequence and n.since <= $1 and n.until > $1
            offset 0) n on true
        left join lateral (select * from mt_events m where m.seq_id = n.sequence offset 0) m on true
        order by p.place, n.sequence
        """;

    // As EntryRow.Columns, of the record about the record.
    private const string NoteColumns = """
        m.seq_id, m.id, m.stream_id, m.version, m.timestamp, m.type, m.data,
        m.headers ->> 'recordedBy', m.headers ->> 'salt', coalesce((m.headers ->> 'schemaVersion')::integer, 1)
        """;
}
