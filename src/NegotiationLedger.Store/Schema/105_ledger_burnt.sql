-- The numbers that no entry has, because an engine of 0.1.0 took them and did not use them. A hole that is not told of here is evidence of
-- tampering. Nothing is added: since then no number is taken before its entry is committed.
create table if not exists ledger_burnt (
    first_sequence bigint not null,
    last_sequence bigint not null,
    burnt_at timestamptz not null default clock_timestamp(),
    constraint ledger_burnt_pkey primary key (first_sequence),
    constraint ledger_burnt_is_a_range check (last_sequence >= first_sequence)
);
