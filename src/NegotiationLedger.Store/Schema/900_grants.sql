-- Gives the writer role what appending and reading take, and no more. Runs last, every time. Reads ledger.schema and ledger.writer.
do $$
declare
    writer text := current_setting('ledger.writer');
begin
    execute format('grant usage on schema %I to %I', current_setting('ledger.schema'), writer);
    execute format('grant select on all tables in schema %I to %I', current_setting('ledger.schema'), writer);
    execute format('grant insert on mt_events, ledger_receipts, ledger_texts, ledger_registrations to %I', writer);
    execute format('grant delete on ledger_receipts to %I', writer);
    execute format('grant insert, update, delete on ledger_assertions, ledger_about, ledger_possible_dates, ledger_audit_progress to %I', writer);
    execute format('grant insert, update on mt_streams to %I', writer);
    execute format('grant update on ledger_head to %I', writer);
    execute format('grant insert, update, delete on mt_event_progression, mt_high_water_skips to %I', writer);
    execute format('grant usage, select, update on sequence mt_events_sequence to %I', writer);
    execute format('grant execute on function ledger_append to %I', writer);
    execute format('grant insert, update, delete on ledger_handlers, ledger_building, ledger_keywords, ledger_negotiations to %I', writer);
    execute format('grant insert, update, delete on mt_doc_talksstatus, mt_doc_partydemands, mt_doc_proposalbook, mt_doc_issuematrix to %I', writer);
end
$$;
