using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Benchmarks.Measuring;
using NegotiationLedger.Store;
using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Serving;

/// <summary>The feed and the webhooks of the published program, from outside: how soon they tell, what readers cost, and whether they keep up.</summary>
internal static class DeliveryBench
{
    private const int Webhooks = 100;
    private const int PerSecondAsked = 200;
    private const int AtOnce = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Commits to Server-Sent Events while nothing else happens, then with so many readers, and what those cost in memory.</summary>
    public static async Task Feed(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var server = await Child.Start(bench.Program!, ["serve", "--port", "0", "--postgres", ledger.Server]);
        await using var log = ledger.OpenLog();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = server.Address };
        using var enough = new CancellationTokenSource();
        var one = new Told();
        var first = await Follow(http, one, enough.Token);
        await Record(log, bench.Size(300, 50), 1);
        await one.Until(bench.Size(300, 50));
        one.Note(bench, "commit to Server-Sent Event, idle", "one reader");
        var before = server.Resident;
        bench.Results.Note("readers of the feed", "resident with one", Megabytes, before);
        var many = new Told();
        var readers = new List<Task>();
        for (var i = 0; i < bench.Size(1_000, 100); i++)
            readers.Add(await Follow(http, many, enough.Token));
        await Record(log, bench.Size(100, 20), 1);
        await many.Until(bench.Size(100, 20) * readers.Count);
        many.Note(bench, "commit to Server-Sent Event", $"{readers.Count} readers");
        bench.Results.Note("readers of the feed", $"{readers.Count} more", Megabytes, server.Resident - before);
        await enough.CancelAsync();
        await Task.WhenAll(readers.Append(first));
    }

    /// <summary>Records at a steady rate to receivers of webhooks: how long each event takes, early and late.</summary>
    public static async Task Receivers(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var server = await Child.Start(
            bench.Program!,
            ["serve", "--port", "0", "--postgres", ledger.Server, "--webhook-network", "127.0.0.0/8"]
        );
        await using var log = ledger.OpenLog();
        using var http = new HttpClient { BaseAddress = server.Address };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var receiver = builder.Build();
        var (early, late) = (new Told(), new Told());
        var told = early;
        receiver.MapPost("/", async context => await Take(context, Volatile.Read(ref told)));
        await receiver.StartAsync();
        for (var i = 0; i < Webhooks; i++)
            (await http.PostAsJsonAsync("/webhooks", new { url = receiver.Urls.Single() })).EnsureSuccessStatusCode();
        var count = PerSecondAsked * bench.Size(30, 3);
        await Record(log, count / AtOnce, AtOnce);
        Volatile.Write(ref told, late);
        var began = Stopwatch.GetTimestamp();
        await Record(log, count / AtOnce, AtOnce);
        var recorded = Stopwatch.GetElapsedTime(began);
        while (early.Count + late.Count < count * 2 * Webhooks)
            await Task.Delay(10);
        bench.Results.Note("webhooks", "records a second", Names.PerSecond, count / recorded.TotalSeconds);
        bench.Results.Note(
            "webhooks",
            "behind the last record",
            Milliseconds,
            (Stopwatch.GetElapsedTime(began) - recorded).TotalMilliseconds
        );
        early.Note(bench, $"record to {Webhooks} receivers", "first half");
        late.Note(bench, $"record to {Webhooks} receivers", "second half");
    }

    private static async Task Record(LedgerLog log, int times, int atOnce)
    {
        using var beat = new PeriodicTimer(atOnce == 1 ? Pause : TimeSpan.FromSeconds((double)atOnce / PerSecondAsked));
        for (var i = 0; i < times && await beat.WaitForNextTickAsync(); i++)
            await log.Append(
                new("bench", [.. Enumerable.Range(0, atOnce).Select(_ => Events.Statement())], "bench"),
                CancellationToken.None
            );
    }

    // What it gives back is done once it has begun to follow; that task ends with the reading.
    private static async Task<Task> Follow(HttpClient http, Told told, CancellationToken enough)
    {
        Stream body;
        using (var request = new HttpRequestMessage(HttpMethod.Get, "/feed"))
        {
            request.Headers.Accept.ParseAdd("text/event-stream");
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, enough);
            body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(enough);
        }

        return Read(body, told, enough);
    }

    private static async Task Read(Stream body, Told told, CancellationToken enough)
    {
        try
        {
            await foreach (var item in SseParser.Create(body).EnumerateAsync(enough))
                if (item.EventType == "message")
                    told.Add(JsonDocument.Parse(item.Data).RootElement);
        }
        catch (OperationCanceledException)
        {
            // It was enough.
        }
    }

    private static async Task Take(HttpContext context, Told told)
    {
        using var json = await JsonDocument.ParseAsync(context.Request.Body);
        foreach (var one in json.RootElement.GetProperty("data").GetProperty("events").EnumerateArray())
            told.Add(one);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>How long events took from their commit, by the clock of one machine.</summary>
    private sealed class Told
    {
        private readonly ConcurrentBag<double> _milliseconds = [];

        public int Count => _milliseconds.Count;

        public void Add(JsonElement told) =>
            _milliseconds.Add((DateTimeOffset.UtcNow - told.GetProperty("time").GetDateTimeOffset()).TotalMilliseconds);

        public async Task Until(int count)
        {
            while (Count < count)
                await Task.Delay(10);
        }

        public void Note(Bench bench, string subject, string variant)
        {
            var sorted = _milliseconds.Order().ToArray();
            bench.Results.Note(subject, variant, P50, Rate.At(sorted, 0.5));
            bench.Results.Note(subject, variant, P99, Rate.At(sorted, 0.99));
        }
    }
}
