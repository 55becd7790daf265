-- The numbers that no entry has, because another engine took them and did not use them. A hole that is not told of here is evidence of
-- tampering.
create table ledger_burnt (
    first_sequence bigint not null,
    last_sequence bigint not null,
    burnt_at timestamptz not null default clock_timestamp(),
    constraint ledger_burnt_pkey primary key (first_sequence),
    constraint ledger_burnt_is_a_range check (last_sequence >= first_sequence)
);
