-- Keeps the log append-only for everybody, its owner too. Raises NL001 on update, delete and truncate of mt_events.
create function ledger_refuse_change() returns trigger
language plpgsql
as $$
begin
    raise exception using
        errcode = 'NL001',
        message = format('the log is append-only: %s of %s is refused', lower(tg_op), tg_table_name);
end
$$;

create trigger ledger_refuse_change
    before update or delete or truncate on mt_events
    for each statement execute function ledger_refuse_change();

-- Always: a session that plays a replica's role must not get past it either.
alter table mt_events enable always trigger ledger_refuse_change;
