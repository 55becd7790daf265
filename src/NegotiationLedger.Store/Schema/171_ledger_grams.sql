-- The pieces of three characters of a text, each once; none of a shorter one. The text is gone through once, however long it is.
create function ledger_grams(text) returns text[]
language sql
immutable
parallel safe
as $$
    select coalesce(array_agg(distinct gram), '{}')
    from (
        select c || lead(c) over w || lead(c, 2) over w as gram
        from unnest(string_to_array($1, null)) with ordinality as t (c, place)
        window w as (order by place)) g
    where gram is not null
$$;
