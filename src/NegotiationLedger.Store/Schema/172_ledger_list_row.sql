-- What a list tells of a negotiation: the one row that follows from its status. version is the revision of the document. Declared as a set
-- and without settings, so that it becomes part of the statement that asks, which then makes only what it needs.
create function ledger_list_row(negotiation text, version bigint, status jsonb) returns setof ledger_negotiations
language sql
stable rows 1
as $$
    select negotiation, version & 4294967295, n.title, n.subject, status #>> '{phase,value}',
        (status #>> '{session,value,at}')::timestamptz, status #> '{phase,contested}' is not null,
        status #>> '{lastMovement,what}', (status #>> '{lastMovement,at}')::timestamptz, status #>> '{lastMovement,occurred}',
        array(select p collate "C" from jsonb_object_keys(status #> '{frame,parties}') p order by 1),
        n.folded, ledger_grams(n.folded)
    from (
        select t.title, status #>> '{frame,subject,value}' as subject, lower(negotiation || coalesce(E'\n' || t.title, '')) as folded
        from (select status #>> '{frame,title,value}' as title) t) n
$$;
