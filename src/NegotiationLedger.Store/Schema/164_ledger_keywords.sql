-- By which registrations' streams a document is to be found again: those of the sources and speakers that its negotiation refers to.
-- is_building tells the documents in ledger_building from those in the mt_doc_ tables.
create table ledger_keywords (
    kind text not null,
    is_building boolean not null,
    id varchar not null,
    keywords text[] not null,
    constraint ledger_keywords_pkey primary key (kind, is_building, id)
);

create index ledger_keywords_keywords on ledger_keywords using gin (keywords);
