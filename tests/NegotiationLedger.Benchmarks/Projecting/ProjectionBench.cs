using System.Diagnostics;
using NegotiationLedger.Benchmarks.Appending;
using NegotiationLedger.Benchmarks.Measuring;
using NegotiationLedger.Store;
using Npgsql;
using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Projecting;

/// <summary>The views' documents: how soon they are current, what they cost an append, and how fast all are made again.</summary>
internal static class ProjectionBench
{
    private const int EventsEach = 50;
    private const int Missed = 25;

    /// <summary>From the acknowledgement of a record until each view's document has it, with nothing else going on.</summary>
    public static async Task Latency(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var log = ledger.OpenLog();
        await using var projections = await ledger.RunProjections();
        await using var source = NpgsqlDataSource.Create(Database.Tuned(ledger.Database.ConnectionString));
        for (var n = 0; n < 10; n++)
            await log.Append(new($"n{n}", Events.Mixed(0, EventsEach), "bench"), CancellationToken.None);
        await ledger.CaughtUp();
        var waits = Ledger.Views.Append("all views").ToDictionary(view => view, _ => new List<double>());
        for (var i = 0; i < bench.Size(1000, 100); i++)
            await Wait(log, source, i, waits);
        foreach (var (view, taken) in waits)
        {
            var sorted = taken.Order().ToList();
            bench.Results.Note(Names.Latency, view, P50, Rate.At(sorted, 0.5), $"p99 {Results.Text(Rate.At(sorted, 0.99))} ms");
            bench.Results.Keep(Names.Latency, view, P99, Rate.At(sorted, 0.99));
        }
    }

    /// <summary>Appends with the views kept in the same process, and without.</summary>
    public static async Task BesideAppends(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var log = ledger.OpenLog();
        await bench.InTurns(() => Race("off"), With);

        async Task Race(string variant) =>
            bench.Note(
                Names.Views,
                variant,
                await Writers.Race(32, 1, bench.Duration, (writer, turn) => AppendBench.Append(log, Streams.Of(32, writer, turn)))
            );

        async Task With()
        {
            await using var projections = await ledger.RunProjections();
            await ledger.CaughtUp();
            await Race("on");
            await ledger.CaughtUp();
        }
    }

    /// <summary>Makes all documents again, and then catches up with what was appended while nothing followed.</summary>
    public static async Task RebuildAndCatchUp(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        var streams = bench.Size(2_000, 200);
        await Append(ledger, streams, 0, EventsEach, each: 10);
        await using (await ledger.RunProjections())
        {
            await ledger.CaughtUp();
            for (var round = 0; round < bench.Rounds; round++)
                await Measure(bench, Names.Rebuild, streams * EventsEach, ledger, ledger.Rebuild);
        }

        for (var round = 0; round < bench.Rounds; round++)
        {
            await Append(ledger, streams, EventsEach + round * Missed, Missed, each: 1);
            IAsyncDisposable? projections = null;
            // From the start of the node on, which the projections need to be assigned to first.
            await Measure(bench, Names.CatchUp, streams * Missed, ledger, async () => projections = await ledger.RunProjections());
            await projections!.DisposeAsync();
        }
    }

    private static async Task Wait(LedgerLog log, NpgsqlDataSource source, int i, Dictionary<string, List<double>> waits)
    {
        var stream = $"n{i % 10}";
        var outcome = await log.Append(new(stream, Events.Mixed(1000 + i, 1), "bench"), CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        var wanted = ((AppendOutcome.Appended)outcome).Entries[0].Version;
        var missing = Ledger.Views.ToHashSet();
        await using var command = source.CreateCommand(Ledger.DocumentVersions);
        command.Parameters.Add(new() { Value = stream });
        while (missing.Count > 0)
        {
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            for (var v = 0; v < Ledger.Views.Count; v++)
                if (Ledger.StreamVersion(row.GetInt64(v)) >= wanted && missing.Remove(Ledger.Views[v]))
                    waits[Ledger.Views[v]].Add(elapsed);
            if (missing.Count == 0)
                waits["all views"].Add(elapsed);
        }
    }

    private static async Task Measure(Bench bench, string subject, int events, Ledger ledger, Func<Task> start)
    {
        var began = Stopwatch.GetTimestamp();
        await start();
        await ledger.CaughtUp();
        bench.Results.Note(subject, Names.Ours, PerSecond, events / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    // By turns, as they come in life: no page of the log holds one negotiation alone.
    private static async Task Append(Ledger ledger, int streams, int from, int events, int each)
    {
        await using var log = ledger.OpenLog();
        for (var first = from; first < from + events; first += each)
        {
            var n = first;
            await Parallel.ForEachAsync(
                Enumerable.Range(0, streams),
                new ParallelOptions { MaxDegreeOfParallelism = 256 },
                async (stream, cancellation) => await log.Append(new($"n{stream:0000}", Events.Mixed(n, each), "bench"), cancellation)
            );
        }
    }
}
