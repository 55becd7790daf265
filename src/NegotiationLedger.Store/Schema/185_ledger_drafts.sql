-- Proposed developments that wait for a person to accept, edit or reject them. They are no records: whether one may be accepted is judged
-- anew whenever it is shown or accepted. An accepted one has the id of its record, and stays for as long as that does, so that it can be told
-- who drafted it and who accepted it; the others are removed once they have expired.
create table ledger_drafts (
    id uuid not null,
    negotiation text collate "C" not null,
    source text collate "C" not null,
    proposed json not null,
    drafted_by text not null,
    drafted_with text not null,
    drafted_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    edited json,
    edited_by text,
    edited_at timestamptz,
    revision integer not null default 0,
    state text not null default 'open',
    decided_by text,
    decided_at timestamptz,
    constraint ledger_drafts_pkey primary key (id),
    constraint ledger_drafts_state_is_known check (state in ('open', 'accepted', 'rejected')),
    constraint ledger_drafts_edited_by_somebody check (
        (edited is null) = (edited_by is null) and (edited is null) = (edited_at is null) and (edited is null) = (revision = 0)),
    constraint ledger_drafts_decided_by_somebody check (
        (state = 'open') = (decided_by is null) and (state = 'open') = (decided_at is null))
);

create index ledger_drafts_by_negotiation on ledger_drafts (negotiation, id);

create index ledger_drafts_by_expiry on ledger_drafts (expires_at) where state <> 'accepted';
