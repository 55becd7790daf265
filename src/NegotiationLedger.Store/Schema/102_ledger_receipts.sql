-- What was answered under an idempotency key: the events first_sequence to first_sequence + event_count - 1, or those that sequences
-- names where they do not follow one another; and what the first answer said beside them, as the server that gave it wants it back.
create table if not exists ledger_receipts (
    principal text not null,
    method text not null,
    route text not null,
    key text not null,
    body_sha256 bytea not null,
    first_sequence bigint not null,
    event_count integer not null,
    recorded_at timestamptz not null,
    sequences bigint[],
    answer jsonb,
    constraint ledger_receipts_pkey primary key (principal, method, route, key),
    constraint ledger_receipts_body_sha256_is_32_bytes check (octet_length(body_sha256) = 32)
);

create index if not exists ledger_receipts_recorded_at on ledger_receipts (recorded_at);
