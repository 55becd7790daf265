-- Keeps ledger_negotiations equal to what mt_doc_talksstatus says, whoever writes that.
create function ledger_list_negotiations() returns trigger
language plpgsql
set search_path from current
as $$
begin
    insert into ledger_negotiations as known (
        id, version, title, subject, phase, is_contested, last_movement, last_movement_at, parties, folded, grams)
    select c.id, c.mt_version, n.title, n.subject, v.view #>> '{phase,value}', v.view #> '{phase,contested}' is not null,
        v.view #>> '{lastMovement,what}', (v.view #>> '{lastMovement,at}')::timestamptz,
        array(select p collate "C" from jsonb_object_keys(v.view #> '{frame,parties}') p order by 1),
        n.folded, ledger_grams(n.folded)
    from changed c
    cross join lateral (select c.data -> 'view' as view) v
    cross join lateral (
        select t.title, v.view #>> '{frame,subject,value}' as subject, lower(c.id || coalesce(E'\n' || t.title, '')) as folded
        from (select v.view #>> '{frame,title,value}' as title) t) n
    on conflict (id) do update set
        version = excluded.version, title = excluded.title, subject = excluded.subject, phase = excluded.phase,
        is_contested = excluded.is_contested, last_movement = excluded.last_movement, last_movement_at = excluded.last_movement_at,
        parties = excluded.parties, folded = excluded.folded, grams = excluded.grams;
    return null;
end
$$;

create function ledger_unlist_negotiations() returns trigger
language plpgsql
set search_path from current
as $$
begin
    delete from ledger_negotiations n using changed c where n.id = c.id;
    return null;
end
$$;

create trigger ledger_list_new after insert on mt_doc_talksstatus
    referencing new table as changed for each statement execute function ledger_list_negotiations();

create trigger ledger_list_changed after update on mt_doc_talksstatus
    referencing new table as changed for each statement execute function ledger_list_negotiations();

create trigger ledger_list_gone after delete on mt_doc_talksstatus
    referencing old table as changed for each statement execute function ledger_unlist_negotiations();
