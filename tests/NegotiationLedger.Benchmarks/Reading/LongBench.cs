using System.Diagnostics;
using NegotiationLedger.Benchmarks.Measuring;
using NegotiationLedger.Benchmarks.Serving;
using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Reading;

/// <summary>Long negotiations, asked of a warm server: their status, replays and differences.</summary>
internal static class LongBench
{
    private static readonly string[] Views = ["status", "demands", "proposals", "agreements", "matrix", "timeline"];

    /// <summary>The status of negotiations that the server does not know yet, and after one more record.</summary>
    public static async Task Status(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using (var log = ledger.OpenLog())
            await LongNegotiation.Record(log, "warm", 2_000);
        await using var server = await Warm(ledger);
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var (count, rounds) in bench.IsQuick ? [(2_000, bench.Rounds)] : new[] { (10_000, bench.Rounds), (100_000, 1) })
            for (var round = 0; round < rounds; round++)
            {
                var name = $"long-{count}-{round}";
                await using (var log = ledger.OpenLog())
                    await LongNegotiation.Record(log, name, count);
                await ledger.CaughtUp();
                await Note("cold");
                for (var more = 0; more < bench.Rounds; more++)
                {
                    await Record(server, name);
                    await Note("after one more");
                }

                async Task Note(string variant)
                {
                    // Not what is kept as a document: through a lens the server has to fold.
                    var path = $"/negotiations/{name}/status?occurredUntil=2999";
                    bench.Results.Note(ColdStatus(count), variant, Milliseconds, await Time(() => http.GetByteArrayAsync(path)));
                }
            }
    }

    /// <summary>Replays of every view in both orders: when the first frame comes, and when the last.</summary>
    public static async Task Replay(Bench bench)
    {
        foreach (var count in bench.IsQuick ? [300] : new[] { 1_500, 10_000 })
        {
            await using var ledger = await Ledger.Create(bench.Server);
            await using (var log = ledger.OpenLog())
                await LongNegotiation.Record(log, "bench", count);
            await using var server = await Warm(ledger, "bench");
            using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) };
            for (var round = 0; round < bench.Rounds; round++)
            {
                var (slowestFirst, slowest) = (0.0, 0.0);
                foreach (var view in Views)
                foreach (var order in new[] { "occurred", "recorded" })
                {
                    var (first, whole) = await Frames(http, $"/negotiations/bench/replay?view={view}&order={order}");
                    bench.Results.Note(Names.Replay(count), $"{view} as {order}, whole", Milliseconds, whole);
                    (slowestFirst, slowest) = (Math.Max(slowestFirst, first), Math.Max(slowest, whole));
                }

                bench.Results.Note(Names.Replay(count), "slowest, whole", Milliseconds, slowest);
                bench.Results.Note(Names.Replay(count), "slowest, first frame", Milliseconds, slowestFirst);
            }
        }
    }

    /// <summary>Differences between the two halves of a negotiation, in every view. What takes too long is given up, and counts as long as it was waited for.</summary>
    public static async Task Diff(Bench bench)
    {
        foreach (var count in bench.IsQuick ? [300] : new[] { 1_500, 10_000 })
        {
            await using var ledger = await Ledger.Create(bench.Server);
            await using (var log = ledger.OpenLog())
                await LongNegotiation.Record(log, "bench", count);
            await using var server = await Warm(ledger, "bench");
            using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(bench.Size(60, 5)) };
            var rounds = bench.Rounds;
            for (var round = 0; round < rounds; round++)
            {
                var slowest = 0.0;
                foreach (var view in Views)
                {
                    var taken = await Time(() => Difference(http, view, count));
                    bench.Results.Note(Names.Diff(count), view, Milliseconds, taken);
                    slowest = Math.Max(slowest, taken);
                    if (taken < http.Timeout.TotalMilliseconds)
                        continue;
                    // It still works on the answer that nobody waits for: what follows would be slower for that.
                    rounds = 0;
                    break;
                }

                bench.Results.Note(Names.Diff(count), "slowest view", Milliseconds, slowest);
            }
        }
    }

    private static async Task Difference(HttpClient http, string view, int count)
    {
        try
        {
            await http.GetByteArrayAsync($"/negotiations/bench/diff?view={view}&left.recordedUntil=@{count / 2}");
        }
        catch (TaskCanceledException)
        {
            System.Console.WriteLine($"  given up after {http.Timeout.TotalSeconds:N0} s");
        }
    }

    /// <summary>A server whose hot paths are compiled.</summary>
    private static async Task<Child> Warm(Ledger ledger, string name = "warm")
    {
        var server = await Child.Serve(Servers.OfLedger, ledger.Server);
        using var client = await Connection.Open(server.Address);
        await client.Ask(Requests.Source());
        for (var i = 1; i <= 60; i++)
        {
            await client.Ask(Connection.Get($"/negotiations/{name}/status?recordedUntil=@{i + 200}"));
            await client.Ask(Connection.Get($"/negotiations/{name}/replay?order=recorded&view={Views[i % Views.Length]}&to=@200"));
            await client.Ask(
                Connection.Get(
                    $"/negotiations/{name}/diff?view={Views[i % Views.Length]}&left.recordedUntil=@{i + 90}&right.recordedUntil=@{i + 200}"
                )
            );
        }

        return server;
    }

    private static async Task Record(Child server, string name)
    {
        using var client = await Connection.Open(server.Address);
        await client.Ask(Requests.Record(name));
    }

    private static async Task<double> Time(Func<Task> ask)
    {
        var start = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<(double First, double Whole)> Frames(HttpClient http, string path)
    {
        var start = Stopwatch.GetTimestamp();
        await using var body = await http.GetStreamAsync(path);
        var buffer = new byte[64 * 1024];
        double? first = null;
        for (int read; (read = await body.ReadAsync(buffer)) > 0; )
            if (first is null && buffer.AsSpan(0, read).Contains((byte)'\n'))
                first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var whole = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (first ?? whole, whole);
    }
}
