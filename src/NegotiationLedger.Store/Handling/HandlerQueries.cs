namespace NegotiationLedger.Store.Handling;

/// <summary>What nodes and operators ask of <c>ledger_handlers</c> and the progress rows.</summary>
internal static class HandlerQueries
{
    /// <summary>A handler that nobody has run yet begins to serve at once.</summary>
    public const string Begin = """
        with added as (
            insert into ledger_handlers (name, generation, code_version, is_serving, filling_to)
            select $1, 1, $2, true, case when $3 then nullif(h.sequence, 0) end
            from ledger_head h
            where not exists (select from ledger_handlers where name = $1)
            on conflict do nothing
            returning name
        )
        insert into mt_event_progression (name, last_seq_id) select name || ':All', 0 from added
        on conflict (name) do update set last_seq_id = 0
        """;

    /// <summary>A generation that is built for older code than this is given up.</summary>
    public const string GiveUp = """
        with gone as (delete from ledger_handlers where name = $1 and not is_serving and code_version < $2 returning name, generation)
        delete from mt_event_progression p using gone where p.name = gone.name || ':V' || gone.generation || ':All'
        """;

    /// <summary>A further generation, built beside the one that serves; none when one is being built already or, with $4, no newer code calls for it.</summary>
    public const string Build = """
        with added as (
            insert into ledger_handlers (name, generation, code_version, is_serving, filling_to)
            select s.name, s.generation + 1, $2, false, case when $3 then nullif(h.sequence, 0) end
            from ledger_handlers s cross join ledger_head h
            where s.name = $1 and s.is_serving and (not $4 or s.code_version < $2)
            on conflict do nothing
            returning name, generation
        )
        insert into mt_event_progression (name, last_seq_id) select name || ':V' || generation || ':All', 0 from added
        """;

    /// <summary>Every generation, with its progress.</summary>
    public const string List = """
        select h.name, h.generation, h.code_version, h.is_serving, coalesce(p.last_seq_id, 0), l.sequence,
            coalesce(
                (select greatest(extract(epoch from clock_timestamp() - e.timestamp), 0)::double precision
                from mt_events e where e.seq_id = p.last_seq_id + 1), 0),
            h.filling_to, h.filled_entries,
            exists (
                select from pg_locks k
                where k.locktype = 'advisory' and k.objsubid = 1 and k.granted
                    and k.database = (select d.oid from pg_database d where d.datname = current_database())
                    and (k.classid::bigint << 32 | k.objid::bigint) = hashtextextended(
                        'ledger handler ' || h.name || ' ' || h.generation, 'ledger_head'::regclass::oid::bigint)),
            h.stopped_at, h.stopped_id, h.stopped_since, h.error, h.skipped
        from ledger_handlers h
        cross join ledger_head l
        left join mt_event_progression p
            on p.name = h.name || case when h.generation = 1 then '' else ':V' || h.generation end || ':All'
        order by h.name, h.generation
        """;

    /// <summary>What a run begins from.</summary>
    public const string Read = """
        select h.is_serving, h.node, coalesce(p.last_seq_id, 0), h.filling_to, h.filled, h.stopped_at
        from ledger_handlers h left join mt_event_progression p on p.name = $3
        where h.name = $1 and h.generation = $2
        """;

    public const string Claim = "update ledger_handlers set node = $3 where name = $1 and generation = $2";

    /// <summary>Moves the progress, if it is still where this node left it and this node still runs the handler.</summary>
    public const string Advance = """
        update mt_event_progression p set last_seq_id = $4, last_updated = transaction_timestamp()
        from ledger_handlers h
        where p.name = $1 and p.last_seq_id = $3 and h.name = $5 and h.generation = $2 and h.node = $6
        """;

    /// <summary>The same while it fills.</summary>
    public const string Fill = """
        update ledger_handlers set filled = $4, filled_entries = filled_entries + $5
        where name = $1 and generation = $2 and filled is not distinct from $3 and filling_to is not null and node = $6
        """;

    /// <summary>The filling is done: from here on it follows the log.</summary>
    public const string Follow = """
        with filled as (
            update ledger_handlers set filling_to = null
            where name = $1 and generation = $2 and filled is not distinct from $3 and node = $5
            returning filling_to
        )
        update mt_event_progression set last_seq_id = $6, last_updated = transaction_timestamp()
        where name = $4 and exists (select from filled)
        """;

    public const string Stop = """
        update ledger_handlers set stopped_at = $3, stopped_id = $4, stopped_since = clock_timestamp(), error = $5
        where name = $1 and generation = $2 and node = $6
        """;

    /// <summary>Tries again what stops a handler.</summary>
    public const string Retry = """
        update ledger_handlers set stopped_at = null, stopped_id = null, stopped_since = null, error = null
        where name = $1 and stopped_at is not null
        """;

    /// <summary>Goes on behind what stops a handler.</summary>
    public const string Skip = """
        with stopped as (select name, generation, stopped_at from ledger_handlers where name = $1 and stopped_at is not null for update),
        moved as (
            update mt_event_progression p set last_seq_id = s.stopped_at, last_updated = transaction_timestamp()
            from stopped s
            where p.name = s.name || case when s.generation = 1 then '' else ':V' || s.generation end || ':All'
                and p.last_seq_id = s.stopped_at - 1
            returning s.name, s.generation
        )
        update ledger_handlers h
        set skipped = skipped || stopped_at, stopped_at = null, stopped_id = null, stopped_since = null, error = null
        from moved m
        where h.name = m.name and h.generation = m.generation
        """;

    /// <summary>Puts a generation in place of the one that serves; the documents follow in the same transaction.</summary>
    public const string Replace = """
        with old as (delete from ledger_handlers where name = $1 and is_serving returning name, generation)
        delete from mt_event_progression p using old o
        where p.name = o.name || case when o.generation = 1 then '' else ':V' || o.generation end || ':All'
        """;

    public const string Serve = "update ledger_handlers set is_serving = true where name = $1 and generation = $2 and node = $3";

    public const string Announce = "select pg_notify('ledger_' || 'ledger_head'::regclass::oid, '')";

    /// <summary>The next streams of negotiations to fill from after $1, with their versions: as many as have $2 entries together, and at least one.</summary>
    public const string NextStreams = """
        select s.id, s.version
        from (
            select s.id, s.version, row_number() over by_id as n, sum(s.version) over by_id as entries
            from (select id, version from mt_streams where id > coalesce($1, '') and strpos(id, ':') = 0 order by id limit 500) s
            window by_id as (order by s.id)
        ) s
        where s.n = 1 or s.entries <= $2
        order by s.id
        """;

    /// <summary>The entries of some streams up to a position, stream by stream in order.</summary>
    public const string EntriesOf = $"""
        select {EntryRow.Columns}
        from mt_events e
        where e.stream_id = any ($1) and e.seq_id <= $2
        order by e.stream_id, e.version
        """;

    /// <summary>Some entries up to a position.</summary>
    public const string EntriesAt = $"""
        select {EntryRow.Columns}
        from mt_events e
        where e.seq_id = any ($1) and e.seq_id <= $2
        """;

    public const string Registrations = $"""
        select {EntryRow.Columns}
        from ledger_registrations r join mt_events e on e.seq_id = r.sequence
        where r.sequence > $1 and r.sequence <= $2
        order by r.sequence
        """;
}
