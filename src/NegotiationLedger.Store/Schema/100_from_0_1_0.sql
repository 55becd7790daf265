-- Brings a ledger of 0.1.0 (ledger_schema says 33) to where Marten's objects and the files after this one begin. What is derived goes and
-- is built again by the projections; streams, events, receipts, texts, registrations and burnt numbers stay as they are.
--
-- Its numbers are taken back first, where the other engine of 0.1.0 had them. Until the last file has run nobody appends: the function is
-- gone, and so are all rights but the owner's.
select ledger_hand_over('native');

drop view negotiations, issues, parties, demands, proposals, responses, positions;

drop table
    mt_doc_talksstatus, mt_doc_partydemands, mt_doc_proposalbook, mt_doc_issuematrix,
    ledger_building, ledger_keywords, ledger_handlers, ledger_handovers, ledger_negotiations, ledger_assertions;

drop trigger ledger_announce on ledger_head;

drop trigger ledger_check_engine on mt_events;

drop trigger ledger_refuse_tombstone on mt_events;

drop function
    ledger_hand_over, ledger_announce, ledger_check_engine, ledger_refuse_tombstone, ledger_append, ledger_list_negotiations,
    ledger_unlist_negotiations, ledger_grams, ledger_matching_words, ledger_text_query, ledger_words, ledger_plain_words, ledger_fold,
    ledger_sequence_at;

alter table ledger_head drop column engine;

alter table ledger_receipts rename column path to route;

alter table ledger_receipts add column sequences bigint[], add column answer jsonb;

delete from mt_event_progression;

-- Marten's daemon would wait at each old hole to see whether it fills.
insert into mt_event_progression (name, last_seq_id) select 'HighWaterMark', sequence from ledger_head;

delete from ledger_schema;

do $$
declare
    grantee name;
begin
    for grantee in
        select distinct a.grantee::regrole::name
        from pg_class c, aclexplode(c.relacl) a
        where c.relnamespace = current_setting('ledger.schema')::regnamespace and a.grantee <> 0 and a.grantee <> c.relowner
    loop
        execute format('revoke all on all tables in schema %I from %I', current_setting('ledger.schema'), grantee);
        execute format('revoke all on all sequences in schema %I from %I', current_setting('ledger.schema'), grantee);
    end loop;
end
$$;
