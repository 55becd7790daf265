-- The types of events that may be appended, and the record that Marten reads each as (Full.Name, Assembly). Filled when the schema is applied.
create table ledger_event_types (
    type text not null,
    clr_name text not null,
    constraint ledger_event_types_pkey primary key (type)
);
