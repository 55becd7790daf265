-- Sessions of the console that were ended before their time, by signing out. Of each its id, and until when it would have lasted: after that
-- nobody accepts it anyway, and the row may go.
create table ledger_ended_sessions (
    id text collate "C" not null,
    lasted_until timestamptz not null,
    constraint ledger_ended_sessions_pkey primary key (id),
    constraint ledger_ended_sessions_id_is_short check (char_length(id) between 1 and 64)
);
