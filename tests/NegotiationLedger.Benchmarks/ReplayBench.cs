using System.Diagnostics;
using NegotiationLedger.Server;
using NegotiationLedger.Store;

namespace NegotiationLedger.Benchmarks;

/// <summary>Replays one long negotiation from a warm server: when the first frame comes, how long all take, and what that does to the memory.</summary>
/// <remarks>One entry in fifty tells of forty days before its turn, and one in a hundred is about an earlier record.</remarks>
internal static class ReplayBench
{
    private const int Batch = 1000;

    public static async Task Run(BenchLedger ledger, int count)
    {
        await Record(ledger, count);
        await using var app = LedgerServer.Create(new() { ConnectionString = ledger.ConnectionString, Port = 0 });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new(LedgerServer.AddressOf(app)), Timeout = TimeSpan.FromHours(1) };
        Console.WriteLine($"{count:N0} entries of one negotiation");
        await Time("status, cold: read from the database", () => http.GetByteArrayAsync("/negotiations/bench/status"));
        foreach (
            var (view, order) in new[] { ("status", "occurred"), ("status", "recorded"), ("demands", "recorded"), ("matrix", "occurred") }
        )
        {
            for (var warm = 0; warm < 10; warm++)
                await Replay(
                    http,
                    $"/negotiations/bench/replay?view={view}&order={order}&to={(order == "occurred" ? "2020-03-01" : "@1200")}"
                );
            await Replay(http, $"/negotiations/bench/replay?view={view}&order={order}", $"replay {view} in order {order}");
        }

        await Time(
            "diff of two days",
            () => http.GetByteArrayAsync("/negotiations/bench/diff?left.occurredUntil=2025-01-01&right.occurredUntil=2025-02-01")
        );
        await Time("diff of two positions", () => http.GetByteArrayAsync($"/negotiations/bench/diff?left.recordedUntil=@{count - 100}"));
    }

    private static async Task Record(BenchLedger ledger, int count)
    {
        await using var log = new LedgerLog(new() { ConnectionString = ledger.ConnectionString, MaxBatchEvents = 2 * Batch });
        var ids = new EventId[count + 1];
        for (var start = 1; start <= count; start += Batch)
        {
            var events = Enumerable.Range(start, Math.Min(Batch, count - start + 1)).Select(n => EventOf(n, ids)).ToList();
            await log.Append(new("bench", events, "bench"), CancellationToken.None);
        }
    }

    private static NewEvent EventOf(int n, EventId[] ids)
    {
        var entry = FoldBench.EntryOf(n, n % 50 == 49 && n > 1000 ? 40 : 0);
        ids[n] = entry.Id;
        return new(entry.Id, n % 100 == 73 ? new AssertionDisputed("Nobody else heard it.") { Assertion = ids[n - 40] } : entry.Data);
    }

    private static async Task Time(string work, Func<Task<byte[]>> ask)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await ask();
        Console.WriteLine(
            $"  {work, -40} {Stopwatch.GetElapsedTime(start).TotalMilliseconds, 10:N1} ms {answer.Length / 1024.0, 12:N0} KiB"
        );
    }

    // Without a name it only warms the server up.
    private static async Task Replay(HttpClient http, string path, string? name = null)
    {
        GC.Collect();
        var (before, peak) = (Resident(), 0L);
        using var watch = new Timer(_ => peak = Math.Max(peak, Resident()), null, 0, 20);
        var start = Stopwatch.GetTimestamp();
        await using var body = await http.GetStreamAsync(path);
        var buffer = new byte[64 * 1024];
        var (first, bytes, frames) = (TimeSpan.Zero, 0L, 0);
        for (int read; (read = await body.ReadAsync(buffer)) > 0; bytes += read)
        {
            frames += buffer.AsSpan(0, read).Count((byte)'\n');
            if (first == TimeSpan.Zero && frames > 0)
                first = Stopwatch.GetElapsedTime(start);
        }

        if (name is null)
            return;
        var all = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(
            $"  {name, -40} first frame {first.TotalMilliseconds, 7:N1} ms, {frames:N0} frames in {all.TotalSeconds:N1} s ({frames / all.TotalSeconds:N0}/s), {bytes / 1048576.0:N0} MiB; resident {before / 1048576} MiB before, at most {Math.Max(0, peak - before) / 1048576} MiB more"
        );
    }

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
