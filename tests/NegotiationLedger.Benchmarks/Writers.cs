using System.Diagnostics;

namespace NegotiationLedger.Benchmarks;

/// <summary>Writers that each wait for one append before they begin the next.</summary>
internal static class Writers
{
    /// <summary>Lets them run for a time, after one append each to warm up.</summary>
    /// <returns>Events a second, and the waits.</returns>
    public static async Task<(double Rate, string Detail)> Race(int writers, int events, TimeSpan duration, Func<int, int, Task> append)
    {
        await Task.WhenAll(Enumerable.Range(0, writers).Select(i => append(i, i)));
        var waits = new List<double>[writers];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        var mine = waits[writer] = [];
                        for (var turn = writer; clock.Elapsed < duration; turn++)
                        {
                            var began = Stopwatch.GetTimestamp();
                            await append(writer, turn);
                            mine.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                        }
                    })
                )
        );
        var elapsed = clock.Elapsed.TotalSeconds;
        var all = waits.SelectMany(w => w).Order().ToArray();
        return (all.Length * events / elapsed, $"p50 {all[all.Length / 2]:N1} ms, p99 {all[all.Length * 99 / 100]:N1} ms");
    }
}
