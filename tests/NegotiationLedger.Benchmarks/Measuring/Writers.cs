using System.Diagnostics;

namespace NegotiationLedger.Benchmarks.Measuring;

/// <summary>Writers that each wait for one piece of work before they begin the next.</summary>
internal static class Writers
{
    /// <summary>Lets them run for a time, after one turn each to warm up.</summary>
    /// <param name="writers">How many.</param>
    /// <param name="each">How many events one piece of work is.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="work">The work of a writer in its turn.</param>
    public static async Task<Rate> Race(int writers, int each, TimeSpan duration, Func<int, int, Task> work)
    {
        await Task.WhenAll(Enumerable.Range(0, writers).Select(i => work(i, i)));
        var waits = new List<double>[writers];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => Run(writer))));
        return Rate.Of(clock.Elapsed.TotalSeconds, waits.SelectMany(w => w), each);

        async Task Run(int writer)
        {
            var mine = waits[writer] = [];
            var turn = writer;
            do
            {
                var began = Stopwatch.GetTimestamp();
                await work(writer, turn++);
                mine.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            } while (clock.Elapsed < duration);
        }
    }
}
