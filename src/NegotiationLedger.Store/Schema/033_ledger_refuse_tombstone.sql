-- Keeps Marten's tombstones out of the log: after a failed append it fills the numbers it took with rows that are no record of anything.
-- Under the head's lock no number is lost, so there is nothing to fill. Raises NL002.
create function ledger_refuse_tombstone() returns trigger
language plpgsql
as $$
begin
    raise exception using errcode = 'NL002', message = 'a tombstone is no record, and this log needs none';
end
$$;

create trigger ledger_refuse_tombstone
    before insert on mt_events
    for each row when (new.type = 'tombstone') execute function ledger_refuse_tombstone();
