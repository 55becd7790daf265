-- The words of a text, given in lower case, by themselves and, where PostgreSQL has a stemmer for its language, by their stems.
-- The language is the name of a text search configuration, 'simple' for none. Words beyond the first 100,000 characters are not kept,
-- so that no text is too long for a tsvector.
create function ledger_words(lower_case text, language text) returns tsvector
language plpgsql
immutable strict parallel safe
as $$
declare
    folded text := ledger_fold(left(lower_case, 100000));
    plain tsvector := to_tsvector('simple', ledger_plain_words(folded));
begin
    if language = 'simple' then
        return plain;
    end if;
    return plain || to_tsvector(language::regconfig, folded);
end
$$;
