-- Up to which version each negotiation is in the audit index. Whoever brings one there holds its row. fault says why the index lacks what
-- follows; it is null where nothing is wrong.
create table ledger_audit_progress (
    negotiation text not null,
    version bigint not null default 0,
    fault text,
    constraint ledger_audit_progress_pkey primary key (negotiation)
);

create index ledger_audit_progress_fault on ledger_audit_progress (negotiation) where fault is not null;
