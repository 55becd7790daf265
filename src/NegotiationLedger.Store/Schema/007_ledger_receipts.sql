-- What was answered under an idempotency key: the events first_sequence to first_sequence + event_count - 1.
create table ledger_receipts (
    principal text not null,
    method text not null,
    path text not null,
    key text not null,
    body_sha256 bytea not null,
    first_sequence bigint not null,
    event_count integer not null,
    recorded_at timestamptz not null,
    constraint ledger_receipts_pkey primary key (principal, method, path, key),
    constraint ledger_receipts_body_sha256_is_32_bytes check (octet_length(body_sha256) = 32)
);

create index ledger_receipts_recorded_at on ledger_receipts (recorded_at);
