namespace NegotiationLedger.Marten;

/// <summary>What the edition asks and writes beside Marten's own statements, in the transaction of an append.</summary>
internal static class HeadQueries
{
    /// <summary>Nodes queue here, as those of the native engine do.</summary>
    public const string Queue = "select pg_advisory_xact_lock(hashtextextended('ledger head', 'ledger_head'::regclass::oid::bigint))";

    /// <summary>Keeps everybody off the head.</summary>
    public const string Lock = "select from ledger_head for update";

    /// <summary>
    /// The mark and the time of the batch. Marten's next number is set to follow the last entry: under the lock nobody else takes one, so a
    /// number that a failed append took is given again, and none is missing.
    /// </summary>
    public const string Take = """
        select h.engine, greatest(clock_timestamp(), h.recorded_at + interval '1 microsecond'),
            setval('mt_events_sequence', greatest(h.sequence, e.last, 1), greatest(h.sequence, e.last) > 0)
        from ledger_head h cross join (select coalesce(max(seq_id), 0) as last from mt_events) e
        """;

    /// <summary>What becomes of each request; its parameters and columns are those of <c>ledger_append</c>, which tells what they mean.</summary>
    public const string Judge = """
        with known as (
            select e.request, count(*) filter (where m.same) as same,
                coalesce((array_agg(e.id order by e.place) filter (where not m.same))[1], (array_agg(e.id order by e.place))[1]) as taken
            from unnest($12, $13, $15, $14, $16, $18) as e (request, place, id, stream, type, data)
            cross join lateral (
                select m.stream_id = e.stream and m.type = e.type and m.data = e.data as same from mt_events m where m.id = e.id limit 1) m
            group by e.request
        )
        select
            case
                when receipt.body_sha256 = r.body then 'replayed'
                when receipt.body_sha256 is not null then 'mismatched'
                when known.same = r.size then 'replayed'
                when known.request is not null then 'taken'
                when r.expected <> coalesce(s.version, 0) then 'stale'
                when held.source <> r.source then 'held'
                else 'appended'
            end,
            coalesce(receipt.first_sequence, 0), 0::bigint, coalesce(receipt.event_count, r.size), clock_timestamp(),
            coalesce(s.version, 0), known.taken, held.source
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) with ordinality
            as r (stream, principal, expected, size, method, path, key, body, text_hash, source, n)
        left join lateral (select version from mt_streams where id = r.stream limit 1) s on true
        left join lateral (
            select * from ledger_receipts l
            where l.principal = r.principal and l.method = r.method and l.path = r.path and l.key = r.key limit 1) receipt on true
        left join lateral (select t.source from ledger_texts t where t.sha256 = r.text_hash limit 1) held on true
        left join known on known.request = r.n
        order by r.n
        """;

    /// <summary>Moves the head behind what Marten wrote; with the time of the batch and the ids of its registrations.</summary>
    public const string Move = """
        update ledger_head h set
            sequence = (select max(seq_id) from mt_events),
            recorded_at = ?,
            registration_sequence = coalesce((select max(seq_id) from mt_events where id = any (?)), h.registration_sequence)
        """;

    /// <summary>Gives the streams the time of the batch, which Marten takes from its own clock.</summary>
    public const string Date = """
        update mt_streams set timestamp = ?, created = case when created = transaction_timestamp() then ? else created end
        where id = any (?)
        """;

    /// <summary>Notes which entries stand in the stream of a source or a speaker.</summary>
    public const string Register = "insert into ledger_registrations (sequence) select seq_id from mt_events where id = any (?)";

    /// <summary>Keeps a request's receipt.</summary>
    public const string Receive = """
        insert into ledger_receipts (principal, method, path, key, body_sha256, first_sequence, event_count, recorded_at)
        select ?, ?, ?, ?, ?, seq_id, ?, ? from mt_events where id = ?
        """;

    /// <summary>Keeps the text of a source.</summary>
    public const string Keep = "insert into ledger_texts (sha256, source, text) values (?, ?, ?) on conflict (sha256) do nothing";
}
