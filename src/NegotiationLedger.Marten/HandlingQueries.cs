namespace NegotiationLedger.Marten;

/// <summary>What the edition asks and writes for its subscription beside Marten's own statements.</summary>
internal static class HandlingQueries
{
    /// <summary>The subscription's name, and that of its progress row.</summary>
    public const string Name = "Ledger";

    public const string Forget = $"delete from mt_event_progression where name = '{Name}:All'";

    /// <summary>The subscription reads the log in order, also where the native engine would go stream after stream.</summary>
    public const string InOrder = """
        update ledger_handlers set filling_to = null, filled = null, filled_entries = 0
        where is_serving and name = any ($1) and filling_to is not null
        """;

    /// <summary>The subscription begins where the handler is that is least far. Marten wants no row for a beginning at 0.</summary>
    public const string Begin = $"""
        insert into mt_event_progression (name, last_seq_id)
        select '{Name}:All', min(coalesce(p.last_seq_id, 0))
        from ledger_handlers h
        left join mt_event_progression p
            on p.name = h.name || case when h.generation = 1 then '' else ':V' || h.generation end || ':All'
        where h.is_serving and h.name = any ($1)
        having min(coalesce(p.last_seq_id, 0)) > 0
        """;

    /// <summary>How far the handler is that is least far.</summary>
    public const string Position = """
        select coalesce(min(coalesce(p.last_seq_id, 0)), 0)
        from ledger_handlers h
        left join mt_event_progression p
            on p.name = h.name || case when h.generation = 1 then '' else ':V' || h.generation end || ':All'
        where h.is_serving and h.name = any ($1)
        """;

    /// <summary>Moves the handlers' own progress; returns how many of them this node runs.</summary>
    public const string Advance = """
        with moved as (
            update mt_event_progression p set last_seq_id = $2, last_updated = transaction_timestamp()
            from ledger_handlers h
            where h.is_serving and h.name = any ($1) and h.node = $3 and p.last_seq_id < $2
                and p.name = h.name || case when h.generation = 1 then '' else ':V' || h.generation end || ':All'
        )
        select count(*) from ledger_handlers h where h.is_serving and h.name = any ($1) and h.node = $3
        """;

    /// <summary>Notes the entry that the subscription cannot get past.</summary>
    public const string Stop = """
        update ledger_handlers set stopped_at = $2, stopped_id = $3, stopped_since = clock_timestamp(), error = $4
        where is_serving and name = any ($1) and node = $5
        """;
}
