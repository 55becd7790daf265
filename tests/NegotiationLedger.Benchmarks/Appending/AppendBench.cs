using NegotiationLedger.Benchmarks.Comparisons;
using NegotiationLedger.Benchmarks.Measuring;
using NegotiationLedger.Store;
using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Appending;

/// <summary>Appends one event a request, and arrays of 1,000.</summary>
internal static class AppendBench
{
    private static readonly int[] Counts = [1, 8, 32, 256];

    public static async Task Run(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var other = await Database.Create(bench.Server);
        await using var log = ledger.OpenLog();
        await using var function = await FunctionAlone.Open(ledger.Server);
        await using var marten = await PlainMarten.Open(other);
        foreach (var writers in Counts)
        {
            Task Measure(string variant, Func<string, Task> append) => Note(bench, writers, variant, append);
            await bench.InTurns(
                () => Measure(Names.Ours, stream => Append(log, stream)),
                () => Measure(TunedMarten, marten.Append),
                () => Measure(FunctionItself, function.Append)
            );
        }
    }

    public static async Task RunBulk(Bench bench)
    {
        await using var ledger = await Ledger.Create(bench.Server);
        await using var other = await Database.Create(bench.Server);
        await using var log = ledger.OpenLog();
        await using var marten = await PlainMarten.Open(other);
        await Append(log, Streams.Name(0), 1000);
        await marten.Bulk();
        await bench.InTurns(
            () => Measure(Names.Ours, (writer, turn) => Append(log, Streams.Of(2, writer, turn), 1000)),
            () => Measure(BulkInsert, (_, _) => marten.Bulk()),
            async () => bench.Results.Note(Bulk, Copy, PerSecond, await RawCopy.Run(ledger.Database, bench.Size(100_000, 10_000)))
        );

        async Task Measure(string variant, Func<int, int, Task> append) =>
            bench.Note(Bulk, variant, await Writers.Race(2, 1000, bench.Duration, append));
    }

    public static async Task Append(LedgerLog log, string stream, int events = 1)
    {
        var request = new AppendRequest(stream, [.. Enumerable.Range(0, events).Select(_ => Events.Statement())], "bench");
        if (await log.Append(request, CancellationToken.None) is not AppendOutcome.Appended { IsReplay: false })
            throw new InvalidOperationException("An append was refused.");
    }

    private static async Task Note(Bench bench, int writers, string variant, Func<string, Task> append) =>
        bench.Note(
            Names.Append(writers),
            variant,
            await Writers.Race(writers, 1, bench.Duration, (writer, turn) => append(Streams.Of(writers, writer, turn)))
        );
}
