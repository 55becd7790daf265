using System.Diagnostics;
using System.Net;
using NegotiationLedger.Benchmarks.Measuring;
using NegotiationLedger.Benchmarks.Serving;

namespace NegotiationLedger.Benchmarks.Reading;

/// <summary>Asks a server for pages of an audit over many records, one after the other, on a warm cache.</summary>
internal static class AuditBench
{
    public static async Task Run(Bench bench, int records)
    {
        var corpus = new AuditCorpus(records);
        await using var ledger = await Ledger.Create(bench.Server);
        await using (var log = ledger.OpenLog())
            await Timed(bench, "recorded", records, () => corpus.Record(log));
        await Timed(bench, "indexed", records, ledger.IndexAudit);
        await ledger.Database.Ask("vacuum (analyze) ledger.ledger_assertions; analyze ledger.mt_events");
        System.Console.WriteLine($"  {await ledger.Database.Ask(Sizes)}");
        await using var server = await Child.Serve(Servers.OfLedger, ledger.Server);
        await ledger.CaughtUp();
        using var http = new HttpClient { BaseAddress = server.Address };
        // The exports go first: they leave the caches warm.
        await Export(bench, http, records);
        await Ask(bench, http, corpus);
    }

    private const string Sizes = """
        select format('audit index: %s rows, table %s, its indexes %s; log %s', (select count(*) from ledger.ledger_assertions),
            pg_size_pretty(pg_table_size('ledger.ledger_assertions')), pg_size_pretty(pg_indexes_size('ledger.ledger_assertions')),
            pg_size_pretty(pg_total_relation_size('ledger.mt_events')))
        """;

    private static async Task Ask(Bench bench, HttpClient http, AuditCorpus corpus)
    {
        // What else the machine does shows in it: read the others as multiples of it.
        Note(bench, "the floor: one indexed row", await Waits(bench, http, () => "/health/ready"));
        var all = new List<double>();
        foreach (var (name, path) in corpus.Questions)
        {
            var waits = await Waits(bench, http, path);
            Note(bench, name, waits);
            all.AddRange(waits);
        }

        Note(bench, "all questions", all);
    }

    private static async Task<List<double>> Waits(Bench bench, HttpClient http, Func<string> path)
    {
        var waits = new List<double>();
        for (var i = -bench.Size(20, 3); i < bench.Size(100, 12); i++)
        {
            var asked = path();
            var began = Stopwatch.GetTimestamp();
            await Get(http, asked);
            if (i >= 0)
                waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return waits;
    }

    private static void Note(Bench bench, string name, List<double> waits)
    {
        waits.Sort();
        bench.Results.Note(Names.Audit, name, Names.P50, Rate.At(waits, 0.5), $"p99 {Results.Text(Rate.At(waits, 0.99))} ms");
        bench.Results.Keep(Names.Audit, name, Names.P99, Rate.At(waits, 0.99));
    }

    private static async Task Get(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path);
        if (response.StatusCode is not HttpStatusCode.OK)
            throw new InvalidOperationException($"{path}: {await response.Content.ReadAsStringAsync()}");
        await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task Export(Bench bench, HttpClient http, int records)
    {
        foreach (var format in new[] { "application/x-ndjson", "text/csv" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/assertions");
            request.Headers.Accept.ParseAdd(format);
            await Timed(bench, $"exported as {format}", records, () => ReadAll(http, request));
        }
    }

    private static async Task ReadAll(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.CopyToAsync(Stream.Null);
    }

    private static async Task Timed(Bench bench, string what, int records, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        bench.Results.Note(Names.Audit, what, Names.PerSecond, records / clock.Elapsed.TotalSeconds);
    }
}
