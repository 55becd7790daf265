-- What webhooks are to be told of deadlines, and were: of each when it is due, whether it is told before that or at the time, and when. A deadline
-- that moved is another due; what had been planned for the old one is cancelled, and stays to be looked at.
create table ledger_alerts (
    webhook text collate "C" not null,
    negotiation text collate "C" not null,
    record uuid not null,
    due timestamptz not null,
    is_before boolean not null,
    what text not null,
    tell_at timestamptz not null,
    state text not null default 'waiting',
    word text,
    told_at timestamptz,
    constraint ledger_alerts_pkey primary key (webhook, negotiation, record, due, is_before),
    constraint ledger_alerts_webhook_fkey foreign key (webhook) references ledger_webhooks (id) on delete cascade,
    constraint ledger_alerts_state_is_known check (state in ('waiting', 'told', 'cancelled'))
);
