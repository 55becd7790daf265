-- Gives each role its rights, and no more: ops/database-roles.md lists them. Runs last, every time, after Marten's and Wolverine's objects.
-- Reads ledger.schema, ledger.messages (Wolverine's schema), ledger.server and ledger.appender.
do $$
declare
    schema name := current_setting('ledger.schema');
    messages name := current_setting('ledger.messages');
    server name := current_setting('ledger.server');
    appender name := current_setting('ledger.appender');
    -- What is derived from the log, beside Marten's documents and progress: the server may write it, for it can be held against a fresh
    -- fold and built again.
    derived name[] := array[
        'ledger_assertions', 'ledger_about', 'ledger_possible_dates', 'ledger_audit_progress', 'ledger_projections', 'ledger_documents',
        'ledger_projection_failures', 'ledger_negotiations'];
    written name;
begin
    execute format('revoke all on all tables in schema %I from public, %I, %I', schema, server, appender);
    execute format('revoke all on all sequences in schema %I from public, %I, %I', schema, server, appender);
    execute format('revoke all on function ledger_append, ledger_forget_receipts from public, %I', server);

    execute format('grant usage on schema %I to %I', schema, appender);
    execute format(
        'grant select on mt_events, mt_streams, ledger_head, ledger_receipts, ledger_texts, ledger_registrations, ledger_burnt,
            ledger_event_types to %I', appender);
    execute format('grant insert on mt_events, mt_streams, ledger_receipts, ledger_texts, ledger_registrations to %I', appender);
    execute format('grant update on mt_streams, ledger_head to %I', appender);
    execute format('grant delete on ledger_receipts to %I', appender);
    execute format('grant update on sequence mt_events_sequence to %I', appender);
    -- The owner holds what it makes; the sequence has no triggers that would keep it from being set.
    execute format('revoke usage, update on sequence mt_events_sequence from %I', current_user);

    execute format('grant usage on schema %I, %I to %I', schema, messages, server);
    execute format('grant select on all tables in schema %I to %I', schema, server);
    execute format('grant select on all sequences in schema %I to %I', schema, server);
    execute format('grant execute on function ledger_append, ledger_forget_receipts to %I', server);
    -- A key's secret, role and owner are as they were made; only when it was used and that it ended are noted later.
    execute format('grant insert (id, secret_sha256, role, owner, created_by, expires_at) on ledger_keys to %I', server);
    execute format('grant update (last_used_at, revoked_at, revoked_by, replaced_by) on ledger_keys to %I', server);
    execute format('grant insert (name, xml) on ledger_session_keys to %I', server);
    execute format('grant insert, update, delete on ledger_webhooks, ledger_webhook_letters, ledger_alerts to %I', server);
    execute format('grant insert (id, principal, key, lasts_until), update (last_used_at), delete on ledger_sessions to %I', server);
    -- What was proposed, by whom and with what, stays as it was; what became of it is noted beside it.
    execute format(
        'grant insert (id, negotiation, source, proposed, drafted_by, drafted_with, expires_at), delete on ledger_drafts to %I', server);
    execute format(
        'grant update (edited, edited_by, edited_at, revision, state, decided_by, decided_at) on ledger_drafts to %I', server);
    for written in
        select c.relname
        from pg_class c
        where c.relnamespace = quote_ident(schema)::regnamespace and c.relkind in ('r', 'p')
            and (c.relname = any (derived) or starts_with(c.relname, 'mt_') and c.relname not in ('mt_events', 'mt_streams'))
    loop
        execute format('grant insert, update, delete on %I to %I', written, server);
    end loop;

    execute format('grant select, insert, update, delete on all tables in schema %I to %I', messages, server);
    execute format('grant usage, select, update on all sequences in schema %I to %I', messages, server);
end
$$;
