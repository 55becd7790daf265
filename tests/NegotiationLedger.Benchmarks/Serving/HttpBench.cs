using NegotiationLedger.Benchmarks.Comparisons;
using NegotiationLedger.Benchmarks.Measuring;
using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Serving;

/// <summary>The server as its users meet it: recording, and asking for a status.</summary>
internal static class HttpBench
{
    private const int Clients = 32;

    /// <summary>Records one statement a request with all views on, beside Wolverine's aggregate handler.</summary>
    public static async Task Record(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var other = await Database.Create(bench.Server);
        await using var server = await Open(ledger);
        await using (var marten = await PlainMarten.Open(other))
            for (var n = 0; n < Streams.Count; n++)
                await marten.Append(Streams.Name(n));
        await using var aggregate = await Child.Serve(Servers.OfAggregate, other.ConnectionString);
        await Load.Run(server.Address, Clients, bench.WarmUp, Requests.Record);
        await Load.Run(aggregate.Address, Clients, bench.WarmUp, Requests.Say);
        await bench.InTurns(() => MeasureRecord(bench, ledger, server), () => MeasureAggregate(bench, aggregate));
    }

    /// <summary>Asks for the status of negotiations that a warm server knows, beside questions that cost nothing.</summary>
    public static async Task Status(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var server = await Open(ledger);
        await Load.Run(server.Address, Clients, bench.WarmUp, Requests.Record);
        await ledger.CaughtUp();
        foreach (var (clients, subject) in new[] { (Clients, Names.Status), (1, OneReader) })
        {
            Task Measure(string variant, Func<string, byte[]> request) => Note(bench, server, clients, subject, variant, request);
            await Load.Run(server.Address, clients, bench.WarmUp, Requests.Status);
            await bench.InTurns(
                () => Measure(Names.Ours, Requests.Status),
                () => Measure(Names.HealthCheck, _ => Connection.Get(Servers.HealthCheck)),
                () => Measure(Names.SelectOne, _ => Connection.Get(Servers.SelectOne))
            );
        }
    }

    /// <summary>Records for so long with nothing beside it, for a profiler to look at.</summary>
    public static async Task RecordAlone(Bench bench, TimeSpan duration)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var server = await Open(ledger);
        await Load.Run(server.Address, Clients, bench.WarmUp, Requests.Record);
        System.Console.WriteLine($"process {server.Id} records for {duration.TotalSeconds:N0} s");
        await MeasureRecord(bench, ledger, server, duration);
    }

    /// <summary>Asks for statuses for so long with nothing beside it, for a profiler to look at.</summary>
    public static async Task StatusAlone(Bench bench, TimeSpan duration)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var server = await Open(ledger);
        await Load.Run(server.Address, Clients, bench.WarmUp, Requests.Record);
        await ledger.CaughtUp();
        System.Console.WriteLine($"process {server.Id} answers for {duration.TotalSeconds:N0} s");
        bench.Note(Names.Status, Names.Ours, await Load.Run(server.Address, Clients, duration, Requests.Status));
    }

    private static async Task<Child> Open(Ledger ledger)
    {
        var server = await Child.Serve(Servers.OfLedger, ledger.Server);
        using var client = await Connection.Open(server.Address);
        await client.Ask(Requests.Source());
        for (var n = 0; n < Streams.Count; n++)
            await client.Ask(Requests.Open(Streams.Name(n)));
        return server;
    }

    private static async Task MeasureRecord(Bench bench, Ledger ledger, Child server, TimeSpan? duration = null)
    {
        var (statements, processor) = (await Statements.SentBy(server.Address), server.ProcessorTime);
        var rate = await Load.Run(server.Address, Clients, duration ?? bench.Duration, Requests.Record);
        processor = server.ProcessorTime - processor;
        bench.Note(Names.Record, Names.Ours, rate);
        NoteProcessor(bench, Names.Ours, rate, processor);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        // So that what is left to do meets nobody else.
        await ledger.CaughtUp();
        bench.Results.Note(
            Names.Record,
            "views current afterwards",
            Milliseconds,
            System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds
        );
        foreach (var (connections, sent) in await Statements.SentBy(server.Address))
        {
            var each = (sent - statements.GetValueOrDefault(connections)) / rate.Count;
            bench.Results.Note(Names.Record, $"statements by '{connections}'", "a request", each);
        }
    }

    private static async Task MeasureAggregate(Bench bench, Child aggregate)
    {
        var processor = aggregate.ProcessorTime;
        var rate = await Load.Run(aggregate.Address, Clients, bench.Duration, Requests.Say);
        bench.Note(Names.Record, Aggregate, rate);
        NoteProcessor(bench, Aggregate, rate, aggregate.ProcessorTime - processor);
    }

    // What a request costs is told even where others use the machine too.
    private static void NoteProcessor(Bench bench, string variant, Rate rate, TimeSpan taken) =>
        bench.Results.Note(Names.Record, variant, "processor ms", taken.TotalMilliseconds / rate.Count);

    private static async Task Note(Bench bench, Child server, int clients, string subject, string variant, Func<string, byte[]> request) =>
        bench.Note(subject, variant, await Load.Run(server.Address, clients, bench.Duration, request));
}
