-- Of which state of its negotiation the views' documents are: one row for all of them. A row never goes back in
-- (code_version, epoch, version, registrations), and the documents are written by whoever moved it.
--
-- version is that of the stream; registrations the sequence of the last registration that was known; keywords the streams of the sources
-- and speakers that the negotiation cites, by which it is found when one of them changes.
create table ledger_documents (
    negotiation text collate "C" not null,
    code_version integer not null,
    epoch integer not null,
    version bigint not null,
    registrations bigint not null,
    keywords text[] not null,
    constraint ledger_documents_pkey primary key (negotiation)
) with (fillfactor = 70);

create index ledger_documents_keywords on ledger_documents using gin (keywords);
