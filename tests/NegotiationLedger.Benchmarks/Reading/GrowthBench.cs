using System.Diagnostics;
using NegotiationLedger.Benchmarks.Measuring;
using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Reading;

/// <summary>How replays and differences grow with a negotiation, from memory: what takes longer than it may is given up, and counts as long as that.</summary>
internal static class GrowthBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly DateTimeOffset Asked = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Run(Bench bench)
    {
        foreach (var count in bench.IsQuick ? [100, 1_000] : new[] { 1_000, 10_000, 100_000 })
        {
            var history = History.Empty(new("bench"), Registry.Empty).With(LongNegotiation.Entries(count), Registry.Empty);
            var half = new Lens { RecordedUntil = new($"@{count / 2}", Position: count / 2) };
            foreach (var view in ViewCatalog.All)
            {
                // Compiled first, by a part.
                Time(stop => view.Replay(history, half, new(ReplayOrder.Recorded, To: new("@300", Position: 300)), Asked, stop).Count());
                var quarter = new Lens { RecordedUntil = new($"@{count / 4}", Position: count / 4) };
                Time(stop => view.Diff(history, quarter, half, Asked, stop).Count);
                foreach (var order in Enum.GetValues<ReplayOrder>())
                    bench.Results.Note(
                        Names.Replay(count),
                        $"{view.Name} as {order} from memory",
                        Milliseconds,
                        Time(stop => view.Replay(history, Lens.Everything, new(order), Asked, stop).Count())
                    );
                bench.Results.Note(
                    Names.Diff(count),
                    $"{view.Name} from memory",
                    Milliseconds,
                    Time(stop => view.Diff(history, half, Lens.Everything, Asked, stop).Count)
                );
            }
        }
    }

    private static double Time(Func<CancellationToken, int> work)
    {
        using var patience = new CancellationTokenSource(Patience);
        var start = Stopwatch.GetTimestamp();
        try
        {
            work(patience.Token);
        }
        catch (OperationCanceledException)
        {
            System.Console.WriteLine($"  given up after {Patience.TotalSeconds:N0} s");
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
