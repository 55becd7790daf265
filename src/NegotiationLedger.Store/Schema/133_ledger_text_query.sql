-- What a person typed, in lower case, as a search: as websearch_to_tsquery reads it ("words in a row", or, -word), each word meaning
-- itself or its stem in one of the languages. Returns no node when there is no word in it.
create function ledger_text_query(typed text, languages text[]) returns tsquery
language plpgsql
immutable strict parallel safe
as $$
declare
    parts text[] := string_to_array(websearch_to_tsquery('simple', ledger_fold(typed, true))::text, '''');
begin
    for i in 1 .. coalesce(array_length(parts, 1), 0) loop
        if i % 2 = 0 then
            parts[i] := (
                select '(' || string_agg(distinct quote_literal(form), '|') || ')'
                from (
                    select ledger_plain_words(parts[i]) as form
                    union all
                    select unnest(tsvector_to_array(to_tsvector(l::regconfig, parts[i]))) from unnest(languages) as l
                ) as forms);
        end if;
    end loop;
    return array_to_string(parts, '')::tsquery;
end
$$;
