-- The head of the log: one row, locked by every append. registration_sequence is that of the last entry in a registration's stream.
create table if not exists ledger_head (
    place smallint not null default 1,
    sequence bigint not null default 0,
    recorded_at timestamptz not null default 'epoch',
    registration_sequence bigint not null default 0,
    constraint ledger_head_pkey primary key (place),
    constraint ledger_head_is_one_row check (place = 1)
) with (fillfactor = 10);

insert into ledger_head default values on conflict (place) do nothing;
