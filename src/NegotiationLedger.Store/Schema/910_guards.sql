-- Puts the guards on what holds the log: some changes are refused to everybody, others to everybody but the appender's functions. They hold
-- for the owner, for superusers, and for a session that plays a replica's role. Runs every time. Reads ledger.appender.
--
-- Only inside a function of its own is the appender the current user without being the role that was set.
do $$
declare
    appender name := current_setting('ledger.appender');
    guard record;
begin
    for guard in
        select * from (values
            ('mt_events', 'update or delete or truncate', 'insert'),
            ('mt_streams', 'delete or truncate', 'insert or update'),
            ('ledger_head', 'delete or truncate', 'insert or update'),
            ('ledger_receipts', 'update or truncate', 'insert or delete'),
            ('ledger_texts', 'update or delete or truncate', 'insert'),
            ('ledger_registrations', 'update or delete or truncate', 'insert'),
            ('ledger_burnt', 'insert or update or delete or truncate', null),
            ('ledger_keys', 'delete or truncate', null)
        ) as g (guarded, never, appending)
    loop
        execute format('drop trigger if exists ledger_refuse_change on %I', guard.guarded);
        execute format(
            'create trigger ledger_refuse_change before %s on %I for each statement execute function ledger_refuse_change()',
            guard.never, guard.guarded);
        execute format('alter table %I enable always trigger ledger_refuse_change', guard.guarded);
        continue when guard.appending is null;
        execute format('drop trigger if exists ledger_refuse_forgery on %I', guard.guarded);
        execute format(
            'create trigger ledger_refuse_forgery before %1$s on %2$I for each statement
                when (current_user <> %3$L or current_setting(''role'') = %3$L) execute function ledger_refuse_forgery()',
            guard.appending, guard.guarded, appender);
        execute format('alter table %I enable always trigger ledger_refuse_forgery', guard.guarded);
    end loop;

    drop trigger if exists ledger_check_appended on mt_events;
    create trigger ledger_check_appended
        after insert on mt_events referencing new table as added
        for each statement execute function ledger_check_appended();
    alter table mt_events enable always trigger ledger_check_appended;
end
$$;
