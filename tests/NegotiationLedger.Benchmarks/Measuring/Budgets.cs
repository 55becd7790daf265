using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Measuring;

/// <summary>What the ledger is to reach.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Measured">What a run measured of it; null when it did not.</param>
/// <param name="Bound">The value to reach.</param>
/// <param name="IsLeast">Whether more is better; else less is.</param>
/// <param name="Unit">Of both values; <c>×</c> for a ratio within the run.</param>
internal sealed record Budget(string Name, Func<Results, double?> Measured, double Bound, bool IsLeast, string Unit)
{
    /// <summary>Whether a value is within it.</summary>
    public bool IsMetBy(double value) => IsLeast ? value >= Bound : value <= Bound;
}

/// <summary>The budgets, ratios first.</summary>
internal static class Budgets
{
    public static IReadOnlyList<Budget> All { get; } =
    [
        Times("append, 32 writers, to plain tuned Marten", Append(32), TunedMarten, 3.5),
        Times("append, 256 writers, to plain tuned Marten", Append(256), TunedMarten, 6),
        Times("append, 32 writers, to the function without Marten", Append(32), FunctionItself, 0.8),
        Times("append, 256 writers, to the function without Marten", Append(256), FunctionItself, 0.8),
        Times("bulk, to raw COPY", Bulk, Copy, 0.5),
        Times("bulk, to Marten's BulkInsertEventsAsync", Bulk, BulkInsert, 1.5),
        Times("HTTP record, to Wolverine's aggregate handler", Record, Aggregate, 4),
        Times("HTTP GET status, to a health check", Status, HealthCheck, 0.4),
        new("append with all views on, to without", r => Ratio(r, Names.Views, "on", "off", PerSecond), 0.55, true, "×"),
        new("GET status p50, to SELECT 1 in the same server", r => Ratio(r, OneReader, Ours, SelectOne, P50), 3, false, "×"),
        Least("HTTP record", Record, Ours, PerSecond, 3_000),
        Most("HTTP record, p99", Record, Ours, P99, 30),
        Most("HTTP record, questions a request", Record, $"statements by '{Benchmarks.Ledger.Reads}'", "a request", 1),
        Least("HTTP GET status", Status, Ours, PerSecond, 15_000),
        Most("commit to the slowest view's document, p50", Latency, "all views", P50, 25),
        Most("commit to the slowest view's document, p99", Latency, "all views", P99, 100),
        Least("rebuild of all views", Rebuild, Ours, PerSecond, 30_000),
        Least("catch-up of all views", CatchUp, Ours, PerSecond, 10_000),
        Most("cold start to first answer, existing database", ColdStart, Ours, Milliseconds, 1_500),
        Most("resident, 1,000 negotiations of 100 served", Memory, "resident", Megabytes, 280),
        new("fold, slowest view but the timeline", r => Slowest(r), 1_000_000, true, PerSecond),
        Least("fold timeline", Fold(10_000), "timeline", PerSecond, 600_000),
        Most("status of 10,000 entries, cold", ColdStatus(10_000), "cold", Milliseconds, 150),
        Most("status of 10,000 entries, after one more", ColdStatus(10_000), "after one more", Milliseconds, 50),
        Most("status of 100,000 entries, after one more", ColdStatus(100_000), "after one more", Milliseconds, 1_000),
        Most("diff of 1,500 records", Diff(1_500), "slowest view", Milliseconds, 1_000),
        Most("diff of 10,000 records", Diff(10_000), "slowest view", Milliseconds, 5_000),
        Most("replay of 1,500 records, whole", Replay(1_500), "slowest, whole", Milliseconds, 2_000),
        Most("replay of 1,500 records, first frame", Replay(1_500), "slowest, first frame", Milliseconds, 100),
    ];

    private static Budget Times(string name, string subject, string beside, double bound) =>
        new(name, r => Ratio(r, subject, Ours, beside, PerSecond), bound, true, "×");

    private static Budget Least(string name, string subject, string variant, string unit, double bound) =>
        new(name, r => r.Median(subject, variant, unit), bound, true, unit);

    private static Budget Most(string name, string subject, string variant, string unit, double bound) =>
        new(name, r => r.Median(subject, variant, unit), bound, false, unit);

    private static double? Ratio(Results results, string subject, string one, string other, string unit) =>
        results.Median(subject, one, unit) / results.Median(subject, other, unit);

    private static double? Slowest(Results results) =>
        new[] { "status", "demands", "proposals", "matrix" }.Select(view => results.Median(Fold(10_000), view, PerSecond)).Min();
}
