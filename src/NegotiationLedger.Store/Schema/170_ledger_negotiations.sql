-- The negotiations in a row each, for lists: what mt_doc_talksstatus says of them. session_until is when
-- the session is over that the phase is still of, so that a list is judged when it is read. folded is what a text is looked for in: id and
-- title in lower case; grams are its pieces of three characters, so that an index finds a piece of it.
create table ledger_negotiations (
    id text collate "C" not null,
    version bigint not null,
    title text,
    subject text,
    phase text,
    session_until timestamptz,
    is_contested boolean not null,
    last_movement text,
    last_movement_at timestamptz,
    last_movement_on text,
    parties text[] not null,
    folded text not null,
    grams text[] not null,
    constraint ledger_negotiations_pkey primary key (id)
);

create index ledger_negotiations_phase on ledger_negotiations (phase, id);

create index ledger_negotiations_last_movement_at on ledger_negotiations (last_movement_at, id);

create index ledger_negotiations_parties on ledger_negotiations using gin (parties);

create index ledger_negotiations_grams on ledger_negotiations using gin (grams);
