-- The keys by which programs and people ask the server: of each its public id and SHA-256 of its secret, never the secret. A key is accepted
-- until the earlier of expires_at and revoked_at; where it was rotated, replaced_by names the key that took its place, and revoked_at may be
-- still to come. owner becomes recordedBy. Rows stay for ever, so that it can be told whose key it was.
create table ledger_keys (
    id text collate "C" not null,
    secret_sha256 bytea not null,
    role text not null,
    owner text not null,
    created_at timestamptz not null default clock_timestamp(),
    created_by text not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    replaced_by text collate "C",
    constraint ledger_keys_pkey primary key (id),
    constraint ledger_keys_id_is_base62 check (id ~ '^[0-9A-Za-z]{12}$'),
    constraint ledger_keys_secret_sha256_is_32_bytes check (octet_length(secret_sha256) = 32),
    constraint ledger_keys_role_is_known check (role in ('reader', 'recorder', 'auditor', 'admin')),
    constraint ledger_keys_owner_is_a_name check (char_length(owner) between 1 and 100 and lower(owner) <> 'local' and owner !~ '[[:cntrl:]:]'),
    constraint ledger_keys_revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
