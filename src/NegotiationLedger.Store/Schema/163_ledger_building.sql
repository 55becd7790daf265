-- The documents of handlers' generations that are being built; they move to the mt_doc_ tables when the generation is switched over.
create table ledger_building (
    kind text not null,
    id varchar not null,
    data jsonb not null,
    mt_dotnet_type varchar,
    mt_version bigint not null default 0,
    constraint ledger_building_pkey primary key (kind, id)
);
