using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Benchmarks;

/// <summary>Asks a server for pages of an audit over many records, one after the other, on a warm cache.</summary>
internal static class AuditBench
{
    private const int Rounds = 200;
    private const int WarmRounds = 40;

    public static async Task Run(BenchLedger ledger, int records)
    {
        var corpus = new AuditCorpus(records);
        var options = new LogOptions { ConnectionString = ledger.ConnectionString, MaxBatchEvents = 2000 };
        await using var log = new LedgerLog(options);
        await using var index = new AuditIndex(options);
        await Timed("recorded", records, () => corpus.Record(log));
        await Timed("indexed", records, () => index.CatchUp(TimeSpan.FromHours(2), CancellationToken.None));
        await Timed("vacuumed and analysed", records, () => ledger.Ask("vacuum (analyze) ledger_assertions; analyze mt_events"));
        Console.WriteLine(await ledger.Ask(Sizes));
        await using var app = LedgerServer.Create(new() { ConnectionString = ledger.ConnectionString, Port = 0 });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new(LedgerServer.AddressOf(app)) };
        // The exports go first: they leave the caches warm.
        await Export(http, records);
        await Ask(http, corpus);
    }

    private const string Sizes = """
        select format('audit index: %s rows, table %s, its indexes %s; log %s', (select count(*) from ledger_assertions),
            pg_size_pretty(pg_table_size('ledger_assertions')), pg_size_pretty(pg_indexes_size('ledger_assertions')),
            pg_size_pretty(pg_total_relation_size('mt_events')))
        """;

    private static async Task Ask(HttpClient http, AuditCorpus corpus)
    {
        Console.WriteLine($"\npages of 50 records, {Rounds} of each kind with other values each time; milliseconds");
        Console.WriteLine($"{"", -52} {"median", 8} {"p99", 8} {"records", 8}");
        Print("the floor: GET /health/ready, one indexed row", await Floor(http), 0);
        var all = new List<double>();
        foreach (var (name, path) in corpus.Questions)
        {
            for (var i = 0; i < WarmRounds; i++)
                await Get(http, path());
            var waits = new List<double>();
            var found = 0;
            for (var i = 0; i < Rounds; i++)
            {
                var asked = path();
                var began = Stopwatch.GetTimestamp();
                var answer = await Get(http, asked);
                waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                found += answer["assertions"]!.AsArray().Count;
            }

            Print(name, waits, (double)found / Rounds);
            all.AddRange(waits);
        }

        Print("all together", all, 0);
        Print("the floor again", await Floor(http), 0);
        if (File.Exists("/proc/loadavg"))
            Console.WriteLine($"load of the machine at the end: {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
    }

    // What else the machine does shows in it: read the others as multiples of it.
    private static async Task<List<double>> Floor(HttpClient http)
    {
        var waits = new List<double>();
        for (var i = 0; i < Rounds + WarmRounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await http.GetStringAsync("/health/ready");
            if (i >= WarmRounds)
                waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return waits;
    }

    private static void Print(string name, List<double> waits, double found)
    {
        waits.Sort();
        Console.WriteLine($"{name, -52} {waits[waits.Count / 2], 8:N1} {waits[waits.Count * 99 / 100], 8:N1} {found, 8:N0}");
    }

    private static async Task<JsonNode> Get(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path);
        var body = await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode is HttpStatusCode.OK
            ? JsonNode.Parse(body)!
            : throw new InvalidOperationException($"{path}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    private static async Task Export(HttpClient http, int records)
    {
        foreach (var format in new[] { "application/x-ndjson", "text/csv" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/assertions");
            request.Headers.Accept.ParseAdd(format);
            var before = Process.GetCurrentProcess().WorkingSet64;
            var bytes = 0L;
            await Timed(
                $"exported as {format}",
                records,
                async () =>
                {
                    using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    await using var body = await response.Content.ReadAsStreamAsync();
                    var buffer = new byte[81920];
                    for (int read; (read = await body.ReadAsync(buffer)) > 0; )
                        bytes += read;
                }
            );
            Console.WriteLine(
                $"  {bytes / 1e6:N0} MB; this process held {before / 1e6:N0} MB before and {Process.GetCurrentProcess().WorkingSet64 / 1e6:N0} MB after"
            );
        }
    }

    private static async Task Timed(string what, int records, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        Console.WriteLine($"{what} in {clock.Elapsed.TotalSeconds:N0} s, {records / clock.Elapsed.TotalSeconds:N0} records/s");
    }
}
