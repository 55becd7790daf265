-- Which of some words, given in lower case, a search looks for, by themselves or by their stems: their places, from 1; null for none.
create function ledger_matching_words(words text[], languages text[], query tsquery) returns integer[]
language sql
stable strict parallel safe
as $$
with sought as (
    select array_agg(part) as lexemes
    from string_to_table(querytree(query), '''') with ordinality as parts (part, n)
    where n % 2 = 0
)
select array_agg(f.n::integer order by f.n)
-- A character of private use survives folding, so that all are folded at once.
from string_to_table(ledger_fold(array_to_string(words, U&'\E000')), U&'\E000') with ordinality as f (word, n), sought
where string_to_array(trim(ledger_plain_words(f.word)), ' ') && sought.lexemes
    or exists (select from unnest(languages) as l where tsvector_to_array(to_tsvector(l::regconfig, f.word)) && sought.lexemes)
$$;
