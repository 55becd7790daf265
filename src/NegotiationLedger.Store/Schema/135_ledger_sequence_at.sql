-- The sequence of the last entry recorded at or before an instant; 0 when there is none. The log's clock never runs back, so halving finds it.
create function ledger_sequence_at(instant timestamptz) returns bigint
language plpgsql
stable strict parallel safe
set search_path from current
as $$
declare
    low bigint := 0;
    high bigint := (select sequence from ledger_head);
    middle bigint;
    found_at timestamptz;
begin
    while low < high loop
        middle := (low + high + 1) / 2;
        select e.timestamp into found_at from mt_events e where e.seq_id <= middle order by e.seq_id desc limit 1;
        if found_at is null or found_at <= instant then
            low := middle;
        else
            high := middle - 1;
        end if;
    end loop;
    return low;
end
$$;
