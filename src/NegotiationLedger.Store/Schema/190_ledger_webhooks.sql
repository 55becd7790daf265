-- Whom the server tells of what is recorded, by Standard Webhooks. Each goes through the log on its own: position is the last sequence that was
-- delivered, or passed over because it was not asked for. secret signs what is sent; after a rotation the former one signs beside it for a while.
-- They are kept as they are, for signing needs them: whoever reads this table can sign. claimed_by is the run that delivers, while it lasts.
create table ledger_webhooks (
    id text collate "C" not null,
    owner text not null,
    url text not null,
    content text not null,
    negotiations text[] not null,
    types text[] not null,
    party text,
    notice_hours integer not null,
    secret bytea not null,
    former_secret bytea,
    former_until timestamptz,
    position bigint not null,
    is_disabled boolean not null default false,
    word text,
    attempts integer not null default 0,
    failing_since timestamptz,
    not_before timestamptz,
    delivered_at timestamptz,
    claimed_by uuid,
    claimed_until timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    constraint ledger_webhooks_pkey primary key (id),
    constraint ledger_webhooks_id_is_base62 check (id ~ '^[0-9A-Za-z]{12}$'),
    constraint ledger_webhooks_content_is_known check (content in ('records', 'changes', 'alerts')),
    constraint ledger_webhooks_secret_is_32_bytes check (octet_length(secret) = 32),
    constraint ledger_webhooks_url_is_bounded check (char_length(url) <= 2000)
);
