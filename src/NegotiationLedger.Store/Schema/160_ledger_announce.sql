-- Tells the listeners of channel ledger_<oid of ledger_head> that the log has grown: one notification a batch, its payload the head.
create function ledger_announce() returns trigger
language plpgsql
set search_path from current
as $$
begin
    perform pg_notify('ledger_' || tg_relid, (select sequence::text from ledger_head));
    return null;
end
$$;

create trigger ledger_announce
    after update on ledger_head
    for each statement execute function ledger_announce();
