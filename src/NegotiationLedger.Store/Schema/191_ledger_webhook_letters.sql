-- What a webhook's receiver would not take, although it took others: passed over, and kept to be sent again.
create table ledger_webhook_letters (
    webhook text collate "C" not null,
    sequence bigint not null,
    word text not null,
    refused_at timestamptz not null default clock_timestamp(),
    constraint ledger_webhook_letters_pkey primary key (webhook, sequence),
    constraint ledger_webhook_letters_webhook_fkey foreign key (webhook) references ledger_webhooks (id) on delete cascade
);
