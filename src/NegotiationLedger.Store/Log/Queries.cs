namespace NegotiationLedger.Store;

/// <summary>What the log asks, each a single statement and so a single snapshot.</summary>
internal static class Queries
{
    public const string Head = "select h.sequence, h.recorded_at, h.registration_sequence from ledger_head h";

    public const string Version = """
        select h.sequence, h.recorded_at, h.registration_sequence, coalesce(s.version, 0)
        from ledger_head h left join mt_streams s on s.id = $1
        """;

    public const string Stream = $"""
        select h.sequence, h.recorded_at, h.registration_sequence, coalesce(s.version, 0), {EntryRow.Columns}
        from ledger_head h
        left join mt_streams s on s.id = $1
        left join mt_events e on e.stream_id = $1 and e.version > $2
        order by e.version
        """;

    public const string Registrations = $"""
        select {EntryRow.Columns}
        from ledger_registrations r join mt_events e on e.seq_id = r.sequence
        where r.sequence > $1
        order by r.sequence
        """;

    public const string ById = $"select {EntryRow.Columns} from mt_events e where e.id = $1";

    public const string StreamsOf = "select e.id, e.stream_id from mt_events e where e.id = any ($1)";

    public const string BySequence = $"select {EntryRow.Columns} from mt_events e where e.seq_id = $1";

    public const string Log = $"select {EntryRow.Columns} from mt_events e where e.seq_id > $1 order by e.seq_id limit $2";

    public const string Latest = $"""
        select {EntryRow.Columns} from mt_events e
        where e.seq_id < $1 and strpos(e.stream_id, ':') = 0
        order by e.seq_id desc
        limit $2
        """;

    // Of the last records: who records one negotiation alone leaves no others behind.
    public const string LatestStreams = """
        select r.stream_id from (
            select e.stream_id, e.seq_id from mt_events e where strpos(e.stream_id, ':') = 0 order by e.seq_id desc limit 10000) r
        group by r.stream_id
        order by max(r.seq_id) desc
        limit $1
        """;

    public const string Streams = """
        select s.id, s.version, s.timestamp
        from mt_streams s
        where s.id > $1 and strpos(s.id, ':') = 0
        order by s.id
        limit $2
        """;

    // From the index: names that begin so follow one another.
    public const string StreamsAlike = """
        select a.id from (select s.id from mt_streams s where s.id >= $1 order by s.id limit 200) a
        where starts_with(a.id, $1) and strpos(a.id, ':') = 0
        """;

    public const string Text = "select text from ledger_texts where sha256 = $1";

    public const string SourceOfText = "select source from ledger_texts where sha256 = $1";

    public const string ForgetReceipts = "select ledger_forget_receipts()";
}
