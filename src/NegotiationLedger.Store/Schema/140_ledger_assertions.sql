-- The audit index: for each record of a negotiation what it may be found by. It holds candidates; which of them stand as of a position is
-- judged when they are read, by the domain's own resolution. Derived from the log, and never changed by what is recorded about a record but
-- for three flags, so that a record about a record costs the same however many came before it. It may be emptied and built again.
--
-- A record has a row for the form it was recorded in (since = sequence), and one for each further form that it ever stood in, from the
-- position since on. type, mode, speaker, source, parties and occurred are those of the form; words are those it was recorded with and those
-- of the form; standing is the form where it differs from the entry's; occurred the earliest instant it speaks of, asserted the earliest at which it was said; parties those that it
-- names and the one that speaks for itself in it (of a registered speaker's party the registry is asked); language the configuration its
-- words are stemmed by. fates is the sum of what was ever recorded about it: 1 corroborated, 2 disputed, 4 corrected, 8 retracted. is_exact:
-- nothing was ever recorded about it. shapes: the record whose form this one's standing bears on. is_tangled: so many records bear on its
-- form that the forms are not kept; whatever is asked for, it may be meant (see ledger_possible_dates).
create table ledger_assertions (
    sequence bigint not null,
    since bigint not null,
    occurred timestamptz,
    asserted timestamptz,
    shapes bigint,
    fates smallint not null,
    is_exact boolean not null,
    is_tangled boolean not null default false,
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

create index ledger_assertions_asserted on ledger_assertions (asserted, sequence) where asserted is not null;

create index ledger_assertions_shapes on ledger_assertions (shapes, sequence) where shapes is not null;

create index ledger_assertions_fates on ledger_assertions (sequence) where fates <> 0;

create index ledger_assertions_tangled on ledger_assertions (sequence) where is_tangled;

create index ledger_assertions_frame on ledger_assertions (negotiation, sequence)
    where type in ('negotiation_opened', 'party_joined', 'issue_tabled');

create index ledger_assertions_noted_frame on ledger_assertions (negotiation)
    where type in ('negotiation_opened', 'party_joined', 'issue_tabled') and not is_exact;

create index ledger_assertions_parties on ledger_assertions using gin (parties) with (gin_pending_list_limit = 1024);

create index ledger_assertions_words on ledger_assertions using gin (words) with (gin_pending_list_limit = 1024);
