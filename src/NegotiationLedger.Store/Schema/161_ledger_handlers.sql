-- What the nodes agree on about handlers. A handler has a generation that serves and, while it is rebuilt, one that is being built; each
-- has its row in mt_event_progression, named <name>:All for generation 1 and <name>:V<generation>:All for the others.
--
-- A generation whose documents are each of one stream begins by reading stream after stream up to filling_to, in order of their names;
-- filled is the last one done. Afterwards, with filling_to null, it follows the log in order of sequence. node runs it: one that another
-- node has taken over from is fenced off by this name. stopped_at is the entry that it cannot get past.
create table ledger_handlers (
    name text not null,
    generation integer not null,
    code_version integer not null,
    is_serving boolean not null,
    filling_to bigint,
    filled varchar,
    filled_entries bigint not null default 0,
    stopped_at bigint,
    stopped_id uuid,
    stopped_since timestamptz,
    error text,
    node text,
    skipped bigint[] not null default '{}',
    constraint ledger_handlers_pkey primary key (name, generation)
);

create unique index ledger_handlers_one_serves on ledger_handlers (name) where is_serving;

create unique index ledger_handlers_one_is_built on ledger_handlers (name) where not is_serving;
