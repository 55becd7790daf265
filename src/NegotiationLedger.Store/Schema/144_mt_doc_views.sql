-- The persisted views, one document for each negotiation, as Marten keeps documents; mt_version is the code version of the view, times 2^32, and the stream's version. Four tables of one kind.
create table mt_doc_talksstatus (
    id varchar not null,
    data jsonb not null,
    mt_last_modified timestamptz default transaction_timestamp(),
    mt_dotnet_type varchar,
    mt_version bigint not null default 0,
    constraint pkey_mt_doc_talksstatus_id primary key (id)
);

create table mt_doc_partydemands (
    id varchar not null,
    data jsonb not null,
    mt_last_modified timestamptz default transaction_timestamp(),
    mt_dotnet_type varchar,
    mt_version bigint not null default 0,
    constraint pkey_mt_doc_partydemands_id primary key (id)
);

create table mt_doc_proposalbook (
    id varchar not null,
    data jsonb not null,
    mt_last_modified timestamptz default transaction_timestamp(),
    mt_dotnet_type varchar,
    mt_version bigint not null default 0,
    constraint pkey_mt_doc_proposalbook_id primary key (id)
);

create table mt_doc_issuematrix (
    id varchar not null,
    data jsonb not null,
    mt_last_modified timestamptz default transaction_timestamp(),
    mt_dotnet_type varchar,
    mt_version bigint not null default 0,
    constraint pkey_mt_doc_issuematrix_id primary key (id)
);
