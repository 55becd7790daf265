-- The earliest instants that a record whose forms are not kept (ledger_assertions.is_tangled) may speak of, whatever of its corrections
-- stands. Derived from the log, with ledger_assertions.
create table ledger_possible_dates (
    occurred timestamptz not null,
    sequence bigint not null,
    constraint ledger_possible_dates_pkey primary key (occurred, sequence)
);

create index ledger_possible_dates_sequence on ledger_possible_dates (sequence);
