-- Gives the writer role what appending, reading and projecting take, and no more. Runs last, every time, after Marten's and Wolverine's objects. Reads ledger.schema and ledger.writer.
do $$
declare
    writer text := current_setting('ledger.writer');
    kept name;
begin
    execute format('grant usage on schema %I to %I', current_setting('ledger.schema'), writer);
    execute format('grant select on all tables in schema %I to %I', current_setting('ledger.schema'), writer);
    execute format('grant insert on mt_events, ledger_receipts, ledger_texts, ledger_registrations to %I', writer);
    execute format('grant delete on ledger_receipts to %I', writer);
    execute format('grant insert, update, delete on ledger_assertions, ledger_about, ledger_possible_dates, ledger_audit_progress to %I', writer);
    execute format('grant insert, update on mt_streams to %I', writer);
    execute format('grant update on ledger_head to %I', writer);
    execute format('grant usage, select, update on sequence mt_events_sequence to %I', writer);
    execute format('grant execute on function ledger_append to %I', writer);
    execute format('grant insert, update, delete on ledger_projections, ledger_documents, ledger_projection_failures, ledger_negotiations to %I', writer);
    -- Marten's documents and progress.
    for kept in
        select c.relname from pg_class c
        where c.relnamespace = quote_ident(current_setting('ledger.schema'))::regnamespace and c.relkind in ('r', 'p')
            and starts_with(c.relname, 'mt_') and c.relname not in ('mt_events', 'mt_streams')
    loop
        execute format('grant insert, update, delete on %I to %I', kept, writer);
    end loop;
    execute format('grant usage on schema %I to %I', current_setting('ledger.messages'), writer);
    execute format('grant select, insert, update, delete on all tables in schema %I to %I', current_setting('ledger.messages'), writer);
    execute format('grant usage, select, update on all sequences in schema %I to %I', current_setting('ledger.messages'), writer);
end
$$;
