-- Creates the schema and the table of applied files. Runs first, every time. Reads the setting ledger.schema.
do $$
begin
    if to_regnamespace(quote_ident(current_setting('ledger.schema'))) is null then
        execute format('create schema %I', current_setting('ledger.schema'));
    end if;
end
$$;

create table if not exists ledger_schema (
    version integer not null,
    applied_at timestamptz not null default now(),
    constraint ledger_schema_pkey primary key (version)
);
