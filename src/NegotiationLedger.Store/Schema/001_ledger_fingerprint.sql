-- What the schema was last completed by, in one row: the last file's number, a digest of all files, the versions of the packages whose
-- objects stand beside ours, and the roles that the grants name. Runs every time, before anything else is looked at.
create table if not exists ledger_fingerprint (
    place smallint not null default 1,
    version integer not null,
    files text not null,
    marten text not null,
    weasel text not null,
    wolverine text not null,
    server_role text not null,
    appender_role text not null,
    constraint ledger_fingerprint_pkey primary key (place),
    constraint ledger_fingerprint_is_one_row check (place = 1)
);
