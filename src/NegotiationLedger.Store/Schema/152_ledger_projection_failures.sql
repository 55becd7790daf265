-- The negotiations that a projection cannot bring up to date, each with what is wrong. A row goes when the projection gets past it.
-- message is the Wolverine message that tries again; version that of the stream when it was last tried.
create table ledger_projection_failures (
    projection text not null,
    negotiation text collate "C" not null,
    since timestamptz not null default clock_timestamp(),
    attempts integer not null default 1,
    version bigint not null,
    error text not null,
    message uuid,
    constraint ledger_projection_failures_pkey primary key (projection, negotiation)
);
