-- The keys that sessions of the console are sealed with, as ASP.NET Core Data Protection writes them, so that every node reads what any node
-- sealed. Encrypted where the operator gave a secret; otherwise whoever reads this table can forge sessions. Deleting rows ends all sessions
-- that were sealed with them, at nodes that start afterwards.
create table ledger_session_keys (
    name text collate "C" not null,
    xml text not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint ledger_session_keys_pkey primary key (name)
);
