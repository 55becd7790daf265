-- Folds a text, given in lower case, to the words that a search compares: without accents, vowel points and invisible characters,
-- punctuation as spaces, each ideograph a word of its own. It knows code points only, so the database's locale does not matter.
-- Letters keep their marks where these make another letter (Cyrillic й, Indic vowel signs, Arabic hamzas).
create function ledger_fold(lower_case text, keeps_operators boolean default false) returns text
language plpgsql
immutable strict parallel safe
as $$
declare
    folded text := lower_case;
begin
    -- Most texts, and quickly done. In PL/pgSQL, because a function in SQL would be planned anew for each text.
    if octet_length(folded) = length(folded) and not keeps_operators then
        return regexp_replace(folded, '[^0-9A-Za-z]', ' ', 'g');
    end if;
    if octet_length(folded) <> length(folded) then
        folded := regexp_replace(normalize(folded, nfkd), '([a-z\u0370-\u03ff])[\u0300-\u036f]+', '\1', 'g');
        folded := normalize(
            regexp_replace(
                folded,
                '[\u00ad\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]',
                '', 'g'),
            nfkc);
    end if;
    folded := translate(replace(replace(replace(folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øđłħıŧё', 'odlhitе');
    if keeps_operators then
        folded := regexp_replace(
            folded,
            '(?:[\u0001-\u0021\u0023-\u002c\u002e\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02c2-\u02df\u0589\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f]|(?<=[^\s"-])-)',
            ' ', 'g');
    else
        folded := regexp_replace(
            folded,
            '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02c2-\u02df\u0589\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f]',
            ' ', 'g');
    end if;
    return regexp_replace(folded, '([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])', ' \1 ', 'g');
end
$$;
