-- Refuses what the appender's functions alone may write when somebody else writes it. Raises NL002.
create function ledger_refuse_forgery() returns trigger
language plpgsql
as $$
begin
    raise exception using
        errcode = 'NL002',
        message = format('the log is written by ledger_append alone: %s of %s is refused', lower(tg_op), tg_table_name);
end
$$;
