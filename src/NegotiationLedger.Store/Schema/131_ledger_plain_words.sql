-- Folded words without what a stemmer still needs: the seats of Arabic hamzas and the forms that people exchange in typing.
create function ledger_plain_words(folded text) returns text
language sql
immutable strict parallel safe
as $$
select translate(folded, 'أإآٱؤئىة', 'ااااوييه')
$$;
