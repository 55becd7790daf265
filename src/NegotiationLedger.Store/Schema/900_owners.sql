-- Gives the functions that write the log to the appender, whose rights they lend, and pins what functions find by an unqualified name:
-- PostgreSQL's own first, then the ledger's, and nothing temporary before these. Runs every time. Reads ledger.schema and ledger.appender.
do $$
declare
    schema name := current_setting('ledger.schema');
    appender name := current_setting('ledger.appender');
    pinned regprocedure;
begin
    for pinned in
        select p.oid
        from pg_proc p
        where p.pronamespace = quote_ident(schema)::regnamespace and starts_with(p.proname, 'ledger_')
            and exists (select from unnest(p.proconfig) c where starts_with(c, 'search_path='))
    loop
        execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', pinned, schema);
    end loop;

    execute format('grant usage, create on schema %I to %I', schema, appender);
    execute format('alter function ledger_append owner to %I', appender);
    execute format('alter function ledger_forget_receipts owner to %I', appender);
    execute format('revoke create on schema %I from %I', schema, appender);
end
$$;
