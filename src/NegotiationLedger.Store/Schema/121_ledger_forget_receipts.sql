-- Removes receipts that are older than 7 days, which is how long an idempotency key is kept; returns how many, 10,000 at most. The
-- appender owns it: nobody else can remove a receipt.
create function ledger_forget_receipts() returns integer
language plpgsql
volatile
security definer
set search_path from current
as $$
declare
    forgotten integer;
begin
    delete from ledger_receipts r
    where r.ctid = any (array(
        select o.ctid from ledger_receipts o where o.recorded_at < clock_timestamp() - interval '7 days' limit 10000));
    get diagnostics forgotten = row_count;
    return forgotten;
end
$$;
