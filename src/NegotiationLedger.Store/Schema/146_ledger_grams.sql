-- The pieces of three characters of a text, each once; none of a shorter one.
create function ledger_grams(text) returns text[]
language sql
immutable
parallel safe
as $$
    select coalesce(array_agg(distinct substr($1, i, 3)), '{}') from generate_series(1, length($1) - 2) i
$$;
