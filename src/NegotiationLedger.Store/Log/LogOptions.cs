namespace NegotiationLedger.Store;

/// <summary>Where a ledger's log is and how much is appended at once.</summary>
public sealed record LogOptions
{
    /// <summary>How to reach the database as the writer role; several hosts may be named, appends and reads follow the primary.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The schema that holds the ledger: lower-case letters, digits and <c>_</c>, at most 63.</summary>
    public string Schema { get; init; } = "ledger";

    /// <summary>The most events in one transaction, from 1; a single request with more goes alone.</summary>
    public int MaxBatchEvents { get; init; } = 1000;

    /// <summary>The most bytes of event data in one transaction, from 1; a single request with more goes alone.</summary>
    public int MaxBatchBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many requests may wait, from 1; the callers of further ones wait until there is room.</summary>
    public int MaxWaiting { get; init; } = 4096;

    /// <summary>How long the database may stay away before the waiting requests fail.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many entries are read at once when many are read, from 1.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Measures outages and back-off; never what is recorded, which is the database's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
