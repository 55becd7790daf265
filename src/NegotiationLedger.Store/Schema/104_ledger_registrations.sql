-- Which entries stand in a registration's stream (source:…, speaker:…). A table of ours, because Marten drops indexes it does not know.
create table if not exists ledger_registrations (
    sequence bigint not null,
    constraint ledger_registrations_pkey primary key (sequence)
);
