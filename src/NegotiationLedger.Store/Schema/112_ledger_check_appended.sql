-- Looks over each batch that is inserted into the log, whoever inserts it: its numbers follow the log's and each stream's last without a
-- hole and end at the head and at the stream's version, which are raised first, and all its times are the head's. Raises NL002, and NL003
-- for an event of a type that is not in ledger_event_types.
--
-- Other tables are looked into by lateral joins that end at the first row: of an exists inside an or the planner may make a hash of the
-- whole log, for each batch.
create function ledger_check_appended() returns trigger
language plpgsql
set search_path from current
as $$
declare
    head ledger_head;
    batch record;
begin
    select * into strict head from ledger_head;
    select
        min(a.seq_id) as first, max(a.seq_id) as last, count(*) as size, min(a.timestamp) as earliest, max(a.timestamp) as latest,
        bool_or(a.mt_dotnet_type is null) as is_unknown
    into strict batch
    from added a;
    if batch.is_unknown then
        raise exception using errcode = 'NL003', message = 'an event is of a type that this ledger does not know';
    end if;

    if batch.size = 0 or batch.last <> head.sequence or batch.last - batch.first + 1 <> batch.size
        or batch.earliest <> head.recorded_at or batch.latest <> head.recorded_at
        or batch.first <> 1
            and not exists (select from mt_events e where e.seq_id = batch.first - 1)
            and not exists (select from ledger_burnt b where b.last_sequence = batch.first - 1)
        or exists (
            select from (
                select a.stream_id, min(a.version) as first, max(a.version) as last, count(*) as size from added a group by a.stream_id) s
            left join lateral (select m.version from mt_streams m where m.id = s.stream_id limit 1) m on true
            left join lateral (
                select e.seq_id from mt_events e where e.stream_id = s.stream_id and e.version = s.first - 1 limit 1) before on true
            where m.version is distinct from s.last or s.last - s.first + 1 <> s.size
                or s.first <> 1 and before.seq_id is null)
    then
        raise exception using
            errcode = 'NL002',
            message = format('what is inserted does not follow the log: its head is %s, this ends at %s', head.sequence, batch.last);
    end if;
    return null;
end
$$;
