-- Tells the listeners of Marten's channel that the log has grown: one notification a batch.
create function ledger_announce() returns trigger
language plpgsql
set search_path from current
as $$
begin
    perform pg_notify('mt_events_appended', '');
    return null;
end
$$;

create trigger ledger_announce
    after update on ledger_head
    for each statement execute function ledger_announce();
