using System.Diagnostics;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Handling;
using Npgsql;

namespace NegotiationLedger.Benchmarks;

/// <summary>Persisted views: building them, catching up, how soon a record is in them, and listing negotiations from them.</summary>
internal static class HandlerBench
{
    private const int Streams = 2_000;
    private const int EventsEach = 50;
    private const int Listed = 100_000;

    public static async Task Run(BenchLedger ledger)
    {
        var options = new LogOptions { ConnectionString = ledger.ConnectionString };
        await using var log = new LedgerLog(options);
        var control = new HandlerControl(log, PersistedViews.Handlers);
        await Append(log, 0, EventsEach, perRequest: 10);
        Console.WriteLine($"{Streams * EventsEach:N0} events of {Streams:N0} negotiations, appended by turns");
        var node = new HandlerNode(options, PersistedViews.Handlers);
        await Measure("all persisted views from nothing", Streams * EventsEach, control, () => node.Start());
        await Measure("rebuild of all together, beside those that serve", Streams * EventsEach, control, () => Rebuild(control));
        foreach (var handler in PersistedViews.Handlers)
            await Measure($"rebuild of {handler.Name} alone", Streams * EventsEach, control, () => Rebuild(control, handler.Name));
        await node.DisposeAsync();
        await Append(log, EventsEach, 10, perRequest: 1);
        node = new HandlerNode(options, PersistedViews.Handlers);
        await Measure($"catch-up of all with {Streams * 10:N0} events by turns", Streams * 10, control, () => node.Start());
        await Latency(ledger, log);
        await node.DisposeAsync();
        await List(ledger, log);
    }

    /// <summary>Appends to streams by turns.</summary>
    public static async Task Append(LedgerLog log, int from, int events, int perRequest, int streams = Streams)
    {
        using var atOnce = new SemaphoreSlim(256);
        var sent = new List<Task>();
        for (var first = from; first < from + events; first += perRequest)
        for (var stream = 0; stream < streams; stream++)
        {
            await atOnce.WaitAsync();
            var (n, name) = (first, $"n{stream:0000}");
            sent.Add(
                Task.Run(async () =>
                {
                    var added = Enumerable.Range(n, perRequest).Select(i => FoldBench.EntryOf(i)).Select(e => new NewEvent(e.Id, e.Data));
                    await log.Append(new(name, [.. added], "bench"), CancellationToken.None);
                    atOnce.Release();
                })
            );
        }

        await Task.WhenAll(sent);
    }

    private static void Rebuild(HandlerControl control, params string[] names)
    {
        foreach (var name in names.Length > 0 ? names : [.. PersistedViews.Handlers.Select(h => h.Name)])
            control.Rebuild(name, CancellationToken.None).Wait();
    }

    private static async Task Measure(string work, int events, HandlerControl control, Action start)
    {
        var began = Stopwatch.GetTimestamp();
        start();
        while (await control.List(CancellationToken.None) is var all && !(all.Count == 4 && all.All(h => h is { IsServing: true, Lag: 0 })))
            await Task.Delay(5);
        var elapsed = Stopwatch.GetElapsedTime(began);
        Console.WriteLine($"  {work, -55} {elapsed.TotalSeconds, 8:N2} s {events / elapsed.TotalSeconds, 10:N0} events/s");
    }

    /// <summary>From the acknowledgement of a record until every view has it.</summary>
    private static async Task Latency(BenchLedger ledger, LedgerLog log)
    {
        await using var source = NpgsqlDataSource.Create(ledger.ConnectionString + ";No Reset On Close=true;Max Auto Prepare=10");
        var taken = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var entry = FoldBench.EntryOf(2_000 + i);
            var appended = (AppendOutcome.Appended)
                await log.Append(new($"n{i % 10:0000}", [new(entry.Id, entry.Data)], "bench"), CancellationToken.None);
            var began = Stopwatch.GetTimestamp();
            long least;
            do
            {
                await using var command = source.CreateCommand("select min(last_seq_id) from mt_event_progression");
                least = (long)(await command.ExecuteScalarAsync())!;
            } while (least < appended.Entries[0].Sequence);
            taken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Print("acknowledged until in all four views", taken);
    }

    private static async Task List(BenchLedger ledger, LedgerLog log)
    {
        await ledger.Ask(
            $$"""
            insert into mt_doc_talksstatus (id, mt_version, data)
            select 'listed-' || lpad(i::text, 6, '0'), 5, jsonb_build_object('view', jsonb_build_object(
                'frame', jsonb_build_object(
                    'title', jsonb_build_object('value', 'Talks of ' || md5(i::text)),
                    'parties', jsonb_build_object('party-' || i % 500, '{}'::jsonb, 'party-' || i % 7, '{}'::jsonb)),
                'phase', jsonb_build_object('value', (array['announced', 'in_session', 'adjourned', 'suspended', 'collapsed', 'closed'])[1 + i % 6]),
                'lastMovement', jsonb_build_object('what', 'something', 'at', '2020-01-01'::timestamptz + i * interval '1 minute')))
            from generate_series(1, {{Listed}}) i;
            analyze ledger_negotiations;
            """
        );
        Console.WriteLine($"{Listed:N0} negotiations listed, 50 a page");
        var list = new NegotiationList(log, TalksStatus.CodeVersion);
        var random = new Random(1);
        await Ask("any page", () => new($"listed-{random.Next(Listed):000000}", 51));
        await Ask("a phase", () => new($"listed-{random.Next(Listed):000000}", 51, Phase: "collapsed"));
        await Ask("a party of 200", () => new("", 51, Party: $"party-{random.Next(10, 500)}"));
        await Ask("a text", () => new("", 51, Text: Convert.ToHexStringLower(BitConverter.GetBytes(random.Next()))[..4]));
        await Ask("moved within a day", () => new("", 51, MovedFrom: Day(random.Next(60)), MovedTo: Day(61)));

        async Task Ask(string what, Func<ListQuestion> question)
        {
            var taken = new List<double>();
            for (var i = 0; i < 300; i++)
            {
                var began = Stopwatch.GetTimestamp();
                var behind = await list.ReadBehind(CancellationToken.None);
                await list.Read(question(), behind ?? [], CancellationToken.None);
                taken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            Print(what, taken);
        }

        static DateTimeOffset Day(int day) => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);
    }

    private static void Print(string what, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(
            $"  {what, -55} p50 {milliseconds[milliseconds.Count / 2], 8:N2} ms   p99 {milliseconds[milliseconds.Count * 99 / 100], 8:N2} ms"
        );
    }
}
