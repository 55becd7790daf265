using System.Diagnostics;
using NegotiationLedger.Benchmarks.Measuring;
using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Reading;

/// <summary>Folding from memory: what a view costs for an entry, and what settling and ordering a history costs before it.</summary>
internal static class FoldBench
{
    public static void Run(Bench bench)
    {
        foreach (var count in bench.IsQuick ? [10_000] : new[] { 100, 10_000, 100_000 })
        {
            var history = History
                .Empty(new("bench"), Registry.Empty)
                .With(Enumerable.Range(1, count).Select(n => Events.EntryOf(n)).ToList(), Registry.Empty);
            var account = history.Through(Lens.Everything);
            (string Name, Func<object> Work)[] works =
            [
                ("settle and order", () => history.Through(Lens.Everything)),
                ("status", () => View.Of<TalksStatus>(account)),
                ("demands", () => View.Of<PartyDemands>(account)),
                ("proposals", () => View.Of<ProposalBook>(account)),
                ("agreements", () => View.Of<Agreements>(account)),
                ("matrix", () => View.Of<IssueMatrix>(account)),
                ("timeline", () => View.Of<Timeline>(account)),
            ];
            foreach (var (_, work) in works)
                WarmUp(work, TimeSpan.FromSeconds(bench.IsQuick ? 0.5 : 1));
            for (var round = 0; round < bench.Rounds; round++)
                foreach (var (name, work) in works)
                    bench.Results.Note(Fold(count), name, PerSecond, Time(work, count));
        }
    }

    // Until the runtime has compiled what is hot for good.
    private static void WarmUp(Func<object> work, TimeSpan duration)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < duration; )
            work();
    }

    // So often that the clock tells it from nothing.
    private static double Time(Func<object> work, int count)
    {
        var (start, times) = (Stopwatch.GetTimestamp(), 0);
        while (times == 0 || Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(200))
        {
            GC.KeepAlive(work());
            times++;
        }

        return (double)count * times / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
