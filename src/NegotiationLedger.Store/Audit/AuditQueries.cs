namespace NegotiationLedger.Store.Audit;

/// <summary>
/// What the audit asks its index. Every parameter that is null drops its condition when the statement is planned, which is done anew for
/// each question: a plan for all values would be a plan for none.
/// </summary>
internal static class AuditQueries
{
    /// <summary>How far the log and the index reach, and what the index lacks: head, when, last registration, progress, negotiations.</summary>
    public const string Reach = """
        select h.sequence, h.recorded_at, h.registration_sequence, coalesce(p.last_seq_id, 0),
            array(select f.negotiation from ledger_audit_progress f where f.fault is not null order by f.negotiation)
        from ledger_head h left join mt_event_progression p on p.name = $1
        """;

    /// <summary>The negotiations that cite what is registered, by a stream such as <c>source:reuters</c>.</summary>
    public const string Citing = """
        select array(
            select c.negotiation
            from (
                select a.negotiation from ledger_assertions a
                where $1 like 'source:%' and a.source = substr($1, 8) and a.sequence <= $2
                union
                select a.negotiation from ledger_assertions a
                where $1 like 'speaker:%' and a.speaker = substr($1, 9) and a.sequence <= $2
                union
                select a.negotiation from ledger_assertions a where a.is_tangled and a.sequence <= $2) c
            where cardinality($3) = 0 or c.negotiation = any ($3)
            order by c.negotiation collate "C"
            limit $4)
        """;

    public const string SequencesAt = "select ledger_sequence_at($1), ledger_sequence_at($2)";

    /// <summary>The forms that match, by sequence, and the tangled records that may.</summary>
    public const string ByRecording = $"""
        with page as (
            select *, 0::real as rank, 0::bigint as matched, row_number() over (order by sequence, since) as place
            from ({CandidatesByRecording}) c
        )
        {Told}
        """;

    /// <summary>As <see cref="ByRecording"/>, without the records themselves, and with what they are counted by.</summary>
    public const string Unread = $"""
        select sequence, since, is_exact, is_tangled, standing, language, is_sure, occurred, negotiation, type, mode, speaker, source, recorded_by
        from ({CandidatesByRecording}) c
        order by sequence, since
        """;

    /// <summary>The same by the earliest instant they speak of; $18 is that of the last record before.</summary>
    public const string ByOccurrence = $"""
        with page as (
            select *, 0::real as rank, 0::bigint as matched, row_number() over (order by occurred, sequence, since) as place
            from (
                (
                    select {Columns}, a.occurred
                    from ledger_assertions a
                    where {Filter} and ($18::timestamptz is null or a.occurred >= $18 and (a.occurred, a.sequence) > ($18, $19))
                    order by a.occurred, a.sequence, a.since
                    limit $17
                )
                union all
                (
                    select {Columns}, d.occurred
                    from ledger_possible_dates d
                    join lateral (
                        select * from ledger_assertions a where a.sequence = d.sequence and a.since = d.sequence offset 0) a on true
                    where {TangledFilter}
                        and ($13::timestamptz is null or d.occurred >= $13)
                        and ($14::timestamptz is null or d.occurred <= $14)
                        and ($18::timestamptz is null or d.occurred >= $18 and (d.occurred, d.sequence) > ($18, $19))
                    order by d.occurred, d.sequence
                    limit $17
                )
                order by occurred, sequence, since
                limit $17) c
        )
        {Told}
        """;

    /// <summary>The forms that match, the best first; $18 is the rank of the last record before, $20 how many are ranked at most.</summary>
    public const string ByRelevance = $"""
        with hits as materialized (
            select {Columns}, a.occurred, ts_rank(a.words, ledger_text_query($15, $16)) as rank
            from ledger_assertions a
            where {Filter}
            limit $20 + {FormsBeside}
        ), page as (
            select *,
                (select case when count(*) < $20 + {FormsBeside} then count(distinct sequence) else $20 + 1 end from hits) as matched,
                row_number() over (order by rank desc, sequence, since) as place
            from hits
            where $18::real is null or rank < $18 or rank = $18 and sequence > $19
            order by rank desc, sequence, since
            limit $17
        )
        {Told}
        """;

    public const string AnyTangled = "select exists (select from ledger_assertions a where a.is_tangled)";

    /// <summary>The tangled records that may match, by sequence.</summary>
    public const string Tangled = $"""
        with page as (
            select {Columns}, a.occurred, 0::real as rank, 0::bigint as matched, a.sequence as place
            from ledger_assertions a
            where {TangledFilter}
            order by a.sequence
            limit $17
        )
        {Told}
        """;

    /// <summary>Some records, and all that may be about them as of a position, about that, and so on.</summary>
    public const string Strands = $"""
        with recursive strand (sequence) as (
            select unnest($2::bigint[])
            union
            select b.sequence
            from strand s
            cross join lateral (select b.sequence from ledger_about b where b.about = s.sequence and b.sequence <= $1 offset 0) b
        )
        select {EntryRow.Columns}
        from strand s join lateral (select * from mt_events e where e.seq_id = s.sequence offset 0) e on true
        order by e.seq_id
        """;

    /// <summary>Which of some texts match, and how well: their places, from 0.</summary>
    public const string Matching = """
        select t.n - 1, ts_rank(w.words, q.query)
        from ledger_text_query($3, $4) q (query),
            unnest($1, $2) with ordinality as t (words, language, n),
            lateral (select ledger_words(t.words, t.language) as words) w
        where w.words @@ q.query
        """;

    /// <summary>What a typed text looks for, in the form that an index can use; empty or T when it cannot.</summary>
    public const string Sought = "select querytree(ledger_text_query($1, $2))";

    public const string MatchingWords = "select ledger_matching_words($1, $2, ledger_text_query($3, $2))";

    /// <summary>The records that make the frames of negotiations, recorded up to a position.</summary>
    public const string Frames = $"""
        select a.is_exact, {EntryRow.Columns}
        from ledger_assertions a
        join lateral (select * from mt_events e where e.seq_id = a.sequence offset 0) e on true
        where a.negotiation = any ($2) and {IsFrame} and a.since = a.sequence and a.sequence <= $1
        order by a.sequence
        """;

    // Forms beyond the first of a record that is found by several: few are.
    private const string FormsBeside = "100";

    private const string IsFrame = "a.type in ('negotiation_opened', 'party_joined', 'issue_tabled')";

    private const string Columns =
        "a.sequence, a.since, a.is_exact, a.is_tangled, a.standing, a.language, a.negotiation, ($8::text is null or a.parties @> array[$8]) as is_sure, a.type, a.mode, a.speaker, a.source, a.recorded_by";

    private const string CandidatesByRecording = $"""
        (
            select {Columns}, a.occurred
            from ledger_assertions a
            where {Filter}
            order by a.sequence, a.since
            limit $17
        )
        union all
        (
            select {Columns}, a.occurred
            from ledger_assertions a
            where {TangledFilter}
            order by a.sequence
            limit $17
        )
        order by sequence, since
        limit $17
        """;

    // What holds of a record in whatever form. Its fates are those ever recorded: whether they stand is judged later.
    private const string Lasting = """
        a.sequence > $2 and a.sequence <= $3
            and ($4::text is null or a.negotiation = $4)
            and ($5::text is null or a.type = $5)
            and ($10::text is null or a.recorded_by = $10)
            and ($11::smallint[] is null or a.fates = any ($11))
            and ($12::boolean is not true or a.fates <> 0)
        """;

    private const string Filter = $"""
        {Lasting} and not a.is_tangled and a.since <= $1
            and ($6::text is null or a.mode = $6)
            and ($7::text is null or a.speaker = $7)
            and ($8::text is null or a.parties @> array[$8] or a.speaker = any ($21))
            and ($9::text is null or a.source = $9)
            and ($24::text[] is null or a.source = any ($24))
            and ($13::timestamptz is null or a.occurred >= $13)
            and ($14::timestamptz is null or a.occurred <= $14)
            and ($22::timestamptz is null or a.asserted >= $22)
            and ($23::timestamptz is null or a.asserted <= $23)
            and ($15::text is null or a.words @@ ledger_text_query($15, $16))
        """;

    private const string TangledFilter = $"{Lasting} and a.is_tangled";

    // Candidates with their records, and with the last entry that may have changed their negotiation's frame. Each is looked up for each
    // candidate (offset 0 keeps the planner from turning that round): a join by order would read an index from its beginning.
    private const string Told = $"""
        select p.sequence, p.since, p.is_exact, p.is_tangled, p.standing, p.language, p.is_sure, p.occurred, p.rank, p.matched,
            coalesce(greatest(
                (select max(a.sequence) from ledger_assertions a where a.negotiation = p.negotiation and {IsFrame} and a.sequence <= $1),
                case when exists (select from ledger_assertions a where a.negotiation = p.negotiation and {IsFrame} and not a.is_exact)
                    then (select max(b.sequence) from ledger_about b where b.negotiation = p.negotiation and b.sequence <= $1) end), 0),
            {EntryRow.Columns}
        from page p
        join lateral (select * from mt_events e where e.seq_id = p.sequence offset 0) e on true
        order by p.place
        """;
}
