using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

/// <summary>What a log must be after a race.</summary>
public static class LogShould
{
    /// <summary>Hold every acknowledged append exactly once, and nothing else.</summary>
    public static void HoldExactly(IReadOnlyList<Entry> log, IEnumerable<(AppendRequest Request, AppendOutcome Outcome)> outcomes)
    {
        var acknowledged = outcomes
            .Select(o => o.Outcome)
            .OfType<AppendOutcome.Appended>()
            .SelectMany(o => o.Entries)
            .OrderBy(e => e.Sequence);
        log.Select(e => (e.Id, e.Sequence, e.Stream, e.Version, e.RecordedAt, Text(e)))
            .ShouldBe(acknowledged.Select(e => (e.Id, e.Sequence, e.Stream, e.Version, e.RecordedAt, Text(e))));
    }

    /// <summary>Versions without holes in each stream; within a batch one time, between batches a later one.</summary>
    public static void BeOrdered(IReadOnlyList<Entry> log)
    {
        foreach (var stream in log.GroupBy(e => e.Stream))
            stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(n => (long)n));
        log.Select(e => e.RecordedAt).ShouldBeInOrder(SortDirection.Ascending);
    }
}
