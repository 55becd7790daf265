-- What the nodes agree on about projections: the code whose documents are wanted, and how far a rebuild has come.
--
-- A rebuild is one more epoch: what was written in an earlier one is written again when its negotiation is told, and is not shown until
-- then. rebuilt_to is the last negotiation that the rebuild has told, in order of their names; null when none is under way. How far a
-- projection follows the log is in mt_event_progression, under <name>:All.
create table ledger_projections (
    name text not null,
    code_version integer not null,
    epoch integer not null default 1,
    rebuilt_to varchar,
    constraint ledger_projections_pkey primary key (name)
);
