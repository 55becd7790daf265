-- Appends a batch of requests, each all or nothing and on its own; returns one row per request, in their order, and behind these one row
-- for each entry that a replayed request wrote earlier (outcome is null there). Raises NL003 when a request with an expected version is not
-- the first of its stream, or an event is of an unknown type, and NL002 when the arrays do not fit one another.
--
-- The caller sees to it that an event id, a receipt and a text occur once in a batch. Arrays named request_…, receipt_… and text… hold one
-- element per request, arrays named event_… one per event; event_requests counts from 1, event_places from 0 within the request. A batch
-- sent again finds its own events by id and writes nothing. Who recorded an event and which record Marten reads it as are written here: the
-- headers that are handed in do not say.
--
-- outcome is appended, replayed, mismatched (receipt of another body), taken (id of another event: taken_id), stale (current_version)
-- or held (text of another source: holder). A replay that was found by event ids has first_sequence 0, and leaves a receipt under its key
-- as what is appended does; one that was found by its receipt has the answer which that one kept.
--
-- Runs as the appender, which alone may write the log. Sequential scans are off, because a plan made while the tables were small is kept
-- until they are next analysed; so is just-in-time compilation, which takes longer than the batch.
create function ledger_append(
    request_streams text[], request_principals text[], request_expected bigint[], request_sizes integer[],
    receipt_methods text[], receipt_routes text[], receipt_keys text[], receipt_bodies bytea[], receipt_answers jsonb[],
    text_hashes text[], text_sources text[], texts text[],
    event_requests integer[], event_places integer[], event_ids uuid[], event_types text[], event_data jsonb[], event_headers jsonb[])
returns table (
    request integer, outcome text, first_sequence bigint, first_version bigint, event_count integer, recorded_at timestamptz,
    current_version bigint, taken_id uuid, holder text, answer jsonb,
    entry_sequence bigint, entry_id uuid, entry_stream text, entry_version bigint, entry_recorded_at timestamptz, entry_type text,
    entry_data jsonb, entry_headers jsonb)
language plpgsql
volatile
security definer
set search_path from current
set enable_seqscan = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    head ledger_head;
    at timestamptz;
    outcomes text[];
    sequences bigint[];
    versions bigint[];
    counts integer[];
    currents bigint[];
    takens uuid[];
    holders text[];
    answers jsonb[];
    earlier text[];
    appended bigint;
    registered bigint;
    misplaced boolean;
begin
    -- The lock comes first and in statements of its own: each later statement takes its snapshot after the wait, and so sees
    -- everything that was committed before this batch. The nodes queue at the advisory lock, which is fair and wakes one of them;
    -- waiters at a row that each holder updates would chase its versions. The row's lock then keeps everybody else off the head.
    perform pg_advisory_xact_lock(hashtextextended('ledger head', 'ledger_head'::regclass::oid::bigint));
    select * into strict head from ledger_head for update;
    at := greatest(clock_timestamp(), head.recorded_at + interval '1 microsecond');

    with known as (
        select e.request, count(*) filter (where m.same) as same, array_agg(m.seq_id order by m.seq_id)::text as sequences,
            coalesce((array_agg(e.id order by e.place) filter (where not m.same))[1], (array_agg(e.id order by e.place))[1]) as taken
        from unnest(event_requests, event_places, event_ids, event_types, event_data) as e (request, place, id, type, data)
        cross join lateral (
            select m.seq_id, m.stream_id = request_streams[e.request] and m.type = e.type and m.data = e.data as same
            from mt_events m where m.id = e.id limit 1) m
        group by e.request
    ), judged as (
        select r.n, r.stream, r.size, s.version as current, r.expected,
            known.taken, held.source as holder, receipt.answer,
            receipt.first_sequence as receipt_sequence, coalesce(receipt.event_count, r.size) as count,
            case when receipt.key is null then known.sequences else receipt.sequences::text end as earlier,
            case
                when receipt.body_sha256 = r.body then 'replayed'
                when receipt.body_sha256 is not null then 'mismatched'
                when known.same = r.size then 'replayed'
                when known.request is not null then 'taken'
                when r.expected <> coalesce(s.version, 0) then 'stale'
                when held.source <> r.source then 'held'
                else 'appended'
            end as outcome
        from unnest(
                request_streams, request_principals, request_expected, request_sizes,
                receipt_methods, receipt_routes, receipt_keys, receipt_bodies, text_hashes, text_sources) with ordinality
            as r (stream, principal, expected, size, method, route, key, body, text_hash, source, n)
        left join lateral (select version from mt_streams where id = r.stream limit 1) s on true
        left join lateral (
            select * from ledger_receipts l
            where l.principal = r.principal and l.method = r.method and l.route = r.route and l.key = r.key limit 1) receipt on true
        left join lateral (select t.source from ledger_texts t where t.sha256 = r.text_hash limit 1) held on true
        left join known on known.request = r.n
    ), placed as (
        select *,
            sum(size) filter (where outcome = 'appended') over (order by n) as running,
            sum(size) filter (where outcome = 'appended') over (partition by stream order by n) as running_in_stream,
            expected is not null and row_number() over (partition by stream order by n) > 1 as misplaced
        from judged
    )
    select
        array_agg(outcome),
        array_agg(case outcome when 'appended' then head.sequence + 1 + running - size else coalesce(receipt_sequence, 0) end),
        array_agg(case outcome when 'appended' then coalesce(current, 0) + 1 + running_in_stream - size else 0 end),
        array_agg(count), array_agg(coalesce(current, 0)), array_agg(taken), array_agg(holder), array_agg(answer),
        array_agg(case outcome when 'replayed' then earlier end),
        coalesce(max(running), 0),
        max(head.sequence + running) filter (where outcome = 'appended' and strpos(stream, ':') > 0),
        bool_or(misplaced)
    into outcomes, sequences, versions, counts, currents, takens, holders, answers, earlier, appended, registered, misplaced
    from (select * from placed order by n) as in_order;

    if misplaced then
        raise exception using errcode = 'NL003', message = 'a request with an expected version must be the first of its stream in a batch';
    end if;

    if appended > 0 then
        update ledger_head set
            sequence = head.sequence + appended,
            recorded_at = at,
            registration_sequence = coalesce(registered, head.registration_sequence);

        insert into mt_streams (id, type, version, timestamp, created)
        select r.stream, case when strpos(r.stream, ':') > 0 then null else 'talks_status' end, max(r.version + r.size - 1), at, at
        from unnest(request_streams, versions, request_sizes) as r (stream, version, size)
        where r.version > 0
        group by r.stream
        on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp;

        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, headers)
        select sequences[e.request] + e.place, e.id, request_streams[e.request], versions[e.request] + e.place, e.data, e.type, at,
            (select t.clr_name from ledger_event_types t where t.type = e.type),
            e.headers || jsonb_build_object('recordedBy', request_principals[e.request])
        from unnest(event_requests, event_places, event_ids, event_types, event_data, event_headers)
            as e (request, place, id, type, data, headers)
        where versions[e.request] > 0;

        if registered is not null then
            insert into ledger_registrations (sequence)
            select sequences[e.request] + e.place
            from unnest(event_requests, event_places) as e (request, place)
            where versions[e.request] > 0 and strpos(request_streams[e.request], ':') > 0;
        end if;

        if text_hashes is not null then
            insert into ledger_texts (sha256, source, text)
            select r.hash, r.source, r.text
            from unnest(text_hashes, text_sources, texts, versions) as r (hash, source, text, version)
            where r.version > 0 and r.hash is not null
            on conflict (sha256) do nothing;
        end if;

        perform setval('mt_events_sequence', head.sequence + appended);
        perform pg_notify('mt_events_appended', '');
    end if;

    if receipt_keys is not null then
        insert into ledger_receipts (
            principal, method, route, key, body_sha256, first_sequence, event_count, recorded_at, sequences, answer)
        select r.principal, r.method, r.route, r.key, r.body,
            case when r.version > 0 then r.sequence else (r.earlier::bigint[])[1] end, r.size, at,
            case when (r.earlier::bigint[])[r.size] <> (r.earlier::bigint[])[1] + r.size - 1 then r.earlier::bigint[] end, r.answer
        from unnest(
                request_principals, receipt_methods, receipt_routes, receipt_keys, receipt_bodies, receipt_answers,
                outcomes, sequences, versions, request_sizes, earlier)
            as r (principal, method, route, key, body, answer, outcome, sequence, version, size, earlier)
        where r.key is not null and (r.outcome = 'appended' or r.outcome = 'replayed' and r.sequence = 0);
    end if;

    return query
        select r.n::integer, r.outcome, r.sequence, r.version, r.count, at, r.current, r.taken, r.holder, r.answer,
            null::bigint, null::uuid, null::text, null::bigint, null::timestamptz, null::text, null::jsonb, null::jsonb
        from unnest(outcomes, sequences, versions, counts, currents, takens, holders, answers) with ordinality
            as r (outcome, sequence, version, count, current, taken, holder, answer, n)
        order by r.n;

    if 'replayed' = any (outcomes) then
        return query
            select r.n::integer, null::text, null::bigint, null::bigint, null::integer, null::timestamptz,
                null::bigint, null::uuid, null::text, null::jsonb,
                e.seq_id, e.id, e.stream_id::text, e.version, e.timestamp, e.type::text, e.data, e.headers
            from unnest(outcomes, sequences, counts, earlier) with ordinality as r (outcome, sequence, count, earlier, n)
            cross join lateral (
                select * from mt_events m
                where r.earlier is null and m.seq_id between r.sequence and r.sequence + r.count - 1
                union all
                select * from mt_events m
                where m.seq_id = any (r.earlier::bigint[])
            ) e
            where r.outcome = 'replayed'
            order by r.n, e.seq_id;
    end if;
end
$$;
