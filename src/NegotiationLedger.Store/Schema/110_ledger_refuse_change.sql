-- Keeps what was recorded as it is, for everybody, its owner too. Raises NL001.
create or replace function ledger_refuse_change() returns trigger
language plpgsql
as $$
begin
    raise exception using
        errcode = 'NL001',
        message = format('the log is append-only: %s of %s is refused', lower(tg_op), tg_table_name);
end
$$;
