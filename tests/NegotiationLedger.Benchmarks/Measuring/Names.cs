namespace NegotiationLedger.Benchmarks.Measuring;

/// <summary>The words that figures and budgets share.</summary>
internal static class Names
{
    public const string Ours = "the ledger";
    public const string TunedMarten = "plain tuned Marten";
    public const string FunctionItself = "the same function without Marten";
    public const string Copy = "raw COPY";
    public const string BulkInsert = "Marten's BulkInsertEventsAsync";
    public const string Aggregate = "Wolverine's aggregate handler";
    public const string HealthCheck = "health check that asks nothing";
    public const string SelectOne = "endpoint that asks SELECT 1";

    public const string Bulk = "append, 1,000 events a request";
    public const string Record = "HTTP record, 32 clients";
    public const string Status = "HTTP GET status, 32 clients";
    public const string OneReader = "HTTP GET status, 1 client";
    public const string Latency = "commit to document, idle";
    public const string Views = "append, 32 writers, beside the views";
    public const string Rebuild = "rebuild of all views";
    public const string CatchUp = "catch-up of all views";
    public const string ColdStart = "cold start to first answer";
    public const string Memory = "server, 1,000 negotiations of 100";
    public const string Audit = "audit";

    public const string PerSecond = "/s";
    public const string Milliseconds = "ms";
    public const string P50 = "p50 ms";
    public const string P99 = "p99 ms";
    public const string Megabytes = "MB";

    public static string Append(int writers) => $"append, {writers} writer{(writers == 1 ? "" : "s")}";

    public static string Fold(int count) => $"fold of {count:N0} entries";

    public static string ColdStatus(int count) => $"status of {count:N0} entries";

    public static string Replay(int count) => $"replay of {count:N0} records";

    public static string Diff(int count) => $"diff of {count:N0} records";
}
