-- The ledger's way from engine to engine: which one appended from behind a sequence on.
create table ledger_handovers (
    handover integer not null generated always as identity,
    engine text not null,
    sequence bigint not null,
    handed_over_at timestamptz not null default clock_timestamp(),
    constraint ledger_handovers_pkey primary key (handover)
);
