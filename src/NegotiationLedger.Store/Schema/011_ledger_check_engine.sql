-- Refuses an insert that did not come by ledger_append while the native engine holds the mark. Raises NL002.
create function ledger_check_engine() returns trigger
language plpgsql
set search_path from current
as $$
declare
    head ledger_head;
    highest bigint;
begin
    select h.sequence, h.engine, (select max(e.seq_id) from mt_events e) into strict head.sequence, head.engine, highest from ledger_head h;
    if head.engine = 'native' and highest <> head.sequence then
        raise exception using
            errcode = 'NL002',
            message = format('the native engine appends to this ledger: its head is %s, this insert ends at %s', head.sequence, highest);
    end if;
    return null;
end
$$;

create trigger ledger_check_engine
    after insert on mt_events
    for each statement execute function ledger_check_engine();
