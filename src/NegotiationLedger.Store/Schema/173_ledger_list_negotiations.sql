-- Keeps ledger_negotiations equal to what mt_doc_talksstatus says, whoever writes that.
create function ledger_list_negotiations() returns trigger
language plpgsql
set search_path from current
as $$
begin
    -- Most of what moves keeps its title: then what a text is looked for in stays, with its pieces.
    update ledger_negotiations n set
        version = r.version, subject = r.subject, phase = r.phase, session_until = r.session_until, is_contested = r.is_contested,
        last_movement = r.last_movement, last_movement_at = r.last_movement_at, last_movement_on = r.last_movement_on,
        parties = r.parties
    from changed c cross join lateral ledger_list_row(c.id, c.mt_version, c.data -> 'view') r
    where n.id = c.id and n.title is not distinct from r.title;

    insert into ledger_negotiations (
        id, version, title, subject, phase, session_until, is_contested, last_movement, last_movement_at, last_movement_on, parties, folded, grams)
    select r.*
    from changed c cross join lateral ledger_list_row(c.id, c.mt_version, c.data -> 'view') r
    where not exists (select from ledger_negotiations n where n.id = c.id and n.title is not distinct from r.title)
    on conflict (id) do update set
        version = excluded.version, title = excluded.title, subject = excluded.subject, phase = excluded.phase,
        session_until = excluded.session_until, is_contested = excluded.is_contested, last_movement = excluded.last_movement, last_movement_at = excluded.last_movement_at,
        last_movement_on = excluded.last_movement_on,
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
