-- The full texts of sources, by the SHA-256 of the text in lower-case hexadecimal. A text belongs to one source.
create table if not exists ledger_texts (
    sha256 text not null,
    source text not null,
    text text not null,
    constraint ledger_texts_pkey primary key (sha256),
    constraint ledger_texts_sha256_is_hexadecimal check (sha256 ~ '^[0-9a-f]{64}$')
);
