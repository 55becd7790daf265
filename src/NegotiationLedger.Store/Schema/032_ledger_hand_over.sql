-- Marks the ledger with the engine that may append from now on, and returns the head. Waits for appends under way and keeps others off.
-- Raises NL004 for an engine that is not known. The owner calls it.
--
-- To Marten: its next number follows the head. Back: the head goes behind every number that Marten took, and what another Marten program
-- appended without taking the head is noted as ledger_append would have. A handler that is through the log counts as through the numbers
-- burnt at its end.
create function ledger_hand_over(to_engine text) returns bigint
language plpgsql
set search_path from current
as $$
declare
    head ledger_head;
    since bigint;
    highest bigint;
    taken bigint;
begin
    if to_engine is null or to_engine not in ('native', 'marten') then
        raise exception using errcode = 'NL004', message = format('there is no engine %L: native and marten are known', to_engine);
    end if;
    perform pg_advisory_xact_lock(hashtextextended('ledger head', 'ledger_head'::regclass::oid::bigint));
    lock table mt_events in share row exclusive mode;
    select * into strict head from ledger_head for update;
    if head.engine = to_engine then
        return head.sequence;
    end if;

    select coalesce(max(seq_id), 0) into highest from mt_events;
    if to_engine = 'marten' then
        perform setval('mt_events_sequence', greatest(head.sequence, 1), head.sequence > 0);
    else
        select case when s.is_called then s.last_value else s.last_value - 1 end into taken from mt_events_sequence s;
        select coalesce((select h.sequence from ledger_handovers h order by h.handover desc limit 1), 0) into since;

        insert into ledger_burnt (first_sequence, last_sequence)
        select e.before + 1, e.seq_id - 1
        from (
            select seq_id, lag(seq_id, 1, since) over (order by seq_id) as before
            from (
                select seq_id from mt_events where seq_id > since
                union all
                select greatest(highest, taken) + 1
            ) n
        ) e
        where e.seq_id > e.before + 1;

        insert into ledger_registrations (sequence)
        select seq_id from mt_events where seq_id > since and strpos(stream_id, ':') > 0
        on conflict (sequence) do nothing;

        update mt_event_progression set last_seq_id = greatest(highest, taken) where last_seq_id = highest and highest < taken;

        update ledger_head set
            sequence = greatest(highest, taken),
            recorded_at = greatest(head.recorded_at, (select max(timestamp) from mt_events where seq_id > since)),
            registration_sequence = coalesce((select max(sequence) from ledger_registrations), 0);
        perform setval('mt_events_sequence', greatest(highest, taken, 1), greatest(highest, taken) > 0);
    end if;

    update ledger_head set engine = to_engine;
    insert into ledger_handovers (engine, sequence) select to_engine, sequence from ledger_head;
    return (select sequence from ledger_head);
end
$$;
