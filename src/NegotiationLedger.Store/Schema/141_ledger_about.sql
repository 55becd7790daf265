-- Which records about records may be about which record: the one that each names, and every one that a correction turns it to. Both are
-- sequences; what is about a record comes after it. Derived from the log, with ledger_assertions.
create table ledger_about (
    about bigint not null,
    sequence bigint not null,
    negotiation text not null,
    constraint ledger_about_pkey primary key (about, sequence)
);

create index ledger_about_negotiation on ledger_about (negotiation, sequence);
