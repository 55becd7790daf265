-- Sessions of the console, of each its id, whose it is, the key that it was begun with where it was one, and when it was last used, to a minute. A
-- session without a row is none: ending one deletes its row. Rows whose time is over may go. They take the place of a list of those that had ended.
drop table ledger_ended_sessions;

create table ledger_sessions (
    id text collate "C" not null,
    principal text not null,
    key text collate "C",
    begun_at timestamptz not null default clock_timestamp(),
    last_used_at timestamptz not null default clock_timestamp(),
    lasts_until timestamptz not null,
    constraint ledger_sessions_pkey primary key (id),
    constraint ledger_sessions_id_is_short check (char_length(id) between 1 and 64),
    constraint ledger_sessions_principal_is_a_name check (char_length(principal) between 1 and 300)
);

create index ledger_sessions_principal on ledger_sessions (principal, last_used_at);
