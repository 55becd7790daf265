-- The sequence Marten takes seq_id from; ledger_append leaves it at the head, so that Marten could go on from there.
create sequence mt_events_sequence start 1 increment 1 cache 1 owned by mt_events.seq_id;
