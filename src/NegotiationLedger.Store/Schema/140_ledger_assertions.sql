-- The audit index: for each record of a negotiation what it is found by, a row for each form it has had. A row holds for the positions
-- from since, inclusive, to until, exclusive, so that every question is answered as of one position, whatever is recorded meanwhile.
-- Derived from the log in sequence order; its progress is AuditTrail:All in mt_event_progression. It may be emptied and built anew.
--
-- type, mode, speaker, source, parties and occurred are those of the standing form; words are those it was recorded with and those it
-- stands with. about is the sequence of the record that it is about; fates the sum of what stands against it: 1 corroborated, 2 disputed,
-- 4 corrected, 8 retracted; standing the standing form where it differs from the entry's; occurred the earliest instant it speaks of;
-- parties those that it names and the one whose account it is; language the configuration its words are stemmed by.
create table ledger_assertions (
    sequence bigint not null,
    since bigint not null,
    until bigint not null,
    about bigint,
    occurred timestamptz,
    fates smallint not null,
    negotiation text not null,
    type text not null,
    mode text,
    speaker text,
    source text,
    recorded_by text not null,
    language text not null,
    parties text[] not null,
    standing jsonb,
    words tsvector not null,
    constraint ledger_assertions_pkey primary key (sequence, since)
);

create index ledger_assertions_negotiation on ledger_assertions (negotiation, sequence);

create index ledger_assertions_type on ledger_assertions (type, sequence);

create index ledger_assertions_mode on ledger_assertions (mode, sequence);

create index ledger_assertions_speaker on ledger_assertions (speaker, sequence) where speaker is not null;

create index ledger_assertions_source on ledger_assertions (source, sequence) where source is not null;

create index ledger_assertions_recorded_by on ledger_assertions (recorded_by, sequence);

create index ledger_assertions_occurred on ledger_assertions (occurred, sequence) where occurred is not null;

create index ledger_assertions_about on ledger_assertions (about) where about is not null;

create index ledger_assertions_fates on ledger_assertions (sequence) where fates <> 0;

create index ledger_assertions_frame on ledger_assertions (negotiation, since)
    where type in ('negotiation_opened', 'party_joined', 'issue_tabled');

create index ledger_assertions_parties on ledger_assertions using gin (parties) with (gin_pending_list_limit = 1024);

create index ledger_assertions_words on ledger_assertions using gin (words) with (gin_pending_list_limit = 1024);
