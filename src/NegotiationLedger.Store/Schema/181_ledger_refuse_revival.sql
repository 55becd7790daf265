-- Refuses to take a key's end back, or to put it off. Raises NL001.
create function ledger_refuse_revival() returns trigger
language plpgsql
as $$
begin
    if old.revoked_at is not null and (new.revoked_at is null or new.revoked_at > old.revoked_at) then
        raise exception 'The key % was revoked, and stays so.', old.id using errcode = 'NL001';
    end if;
    return new;
end
$$;

create trigger ledger_refuse_revival before update on ledger_keys
    for each row execute function ledger_refuse_revival();

alter table ledger_keys enable always trigger ledger_refuse_revival;
