using System.Diagnostics;
using NegotiationLedger.Marten;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Engines;
using NegotiationLedger.Store.Handling;
using Npgsql;

namespace NegotiationLedger.Benchmarks.Marten;

/// <summary>Both engines in one run, by turns: appending one event per request, and building all persisted views.</summary>
internal static class EnginesBench
{
    private const int Rounds = 3;
    private const int Streams = 400;
    private const int EventsEach = 50;

    private static readonly int[] Writers = [1, 8, 32];

    public static async Task Run(string server, TimeSpan duration)
    {
        var figures = new Dictionary<(string Work, string Engine), List<double>>();
        for (var round = 1; round <= Rounds; round++)
            foreach (var engine in EngineMark.Known)
                await Measure(server, engine, duration, (work, rate) => Note(figures, (work, engine), rate));
        Console.WriteLine();
        Console.WriteLine($"medians of {Rounds} rounds, per second: native, marten, and marten as a part of native");
        foreach (var work in figures.Keys.Select(k => k.Work).Distinct())
        {
            var (native, marten) = (Median(figures[(work, "native")]), Median(figures[(work, "marten")]));
            Console.WriteLine($"{work, -45} {native, 9:N0} {marten, 9:N0} {marten / native, 6:N2}");
        }
    }

    /// <summary>A ledger that the engine appends to.</summary>
    private static async Task<BenchLedger> Ledger(string server, string engine)
    {
        var ledger = await BenchLedger.Create(server);
        var owner = new NpgsqlConnectionStringBuilder(server).Username!;
        await MartenSchema.Apply(ledger.ConnectionString, "ledger", owner, CancellationToken.None);
        await EngineMark.HandOver(ledger.ConnectionString, "ledger", engine, CancellationToken.None);
        return ledger;
    }

    private static async Task Measure(string server, string engine, TimeSpan duration, Action<string, double> note)
    {
        await using var ledger = await Ledger(server, engine);
        var options = new LogOptions { ConnectionString = ledger.ConnectionString };
        if (engine == MartenEngine.Mark)
            options = options with { Engine = o => new MartenEngine(o) };
        await using var log = new LedgerLog(options);
        await AppendBench.Race(1, 1, TimeSpan.FromSeconds(1), _ => log);
        foreach (var writers in Writers)
            note($"append, one event a request, {writers} writers", (await AppendBench.Race(writers, 1, duration, _ => log)).Item1);
        note("append, 1,000 events a request, 2 writers", (await AppendBench.Race(2, 1000, duration, _ => log)).Item1);
        await Views(server, engine, options, note);
    }

    private static async Task Views(string server, string engine, LogOptions like, Action<string, double> note)
    {
        await using var ledger = await Ledger(server, engine);
        await using var log = new LedgerLog(like with { ConnectionString = ledger.ConnectionString });
        await HandlerBench.Append(log, 0, EventsEach, perRequest: 10, Streams);
        var control = new HandlerControl(log, PersistedViews.Handlers);
        IAsyncDisposable? running = null;
        note("all persisted views from nothing, events", await Rate(control, () => running = log.Run(PersistedViews.Handlers, new())));
        note(
            "rebuild of all beside those that serve, events",
            await Rate(
                control,
                () =>
                {
                    foreach (var handler in PersistedViews.Handlers)
                        control.Rebuild(handler.Name, CancellationToken.None).Wait();
                }
            )
        );
        await running!.DisposeAsync();
    }

    private static async Task<double> Rate(HandlerControl control, Action start)
    {
        var began = Stopwatch.GetTimestamp();
        start();
        while (await control.List(CancellationToken.None) is var all && !(all.Count == 4 && all.All(h => h is { IsServing: true, Lag: 0 })))
            await Task.Delay(5);
        return Streams * EventsEach / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Note(Dictionary<(string, string), List<double>> figures, (string Work, string Engine) key, double rate)
    {
        if (!figures.TryGetValue(key, out var values))
            figures[key] = values = [];
        values.Add(rate);
        Console.WriteLine($"{key.Engine, -7} {key.Work, -45} {rate, 9:N0}/s");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
