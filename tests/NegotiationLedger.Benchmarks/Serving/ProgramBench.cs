using System.Diagnostics;
using NegotiationLedger.Benchmarks.Measuring;
using NegotiationLedger.Store;
using static NegotiationLedger.Benchmarks.Measuring.Names;

namespace NegotiationLedger.Benchmarks.Serving;

/// <summary>The published program, from outside: how soon it answers, and what it holds.</summary>
internal static class ProgramBench
{
    private const int EntriesEach = 100;

    /// <summary>Starts it on a database that has everything, and asks until the first status is answered.</summary>
    public static async Task ColdStart(Bench bench)
    {
        if (!IsThere(bench))
            return;
        await using var ledger = await Ledger.Create(bench.Server);
        await Fill(ledger, 10);
        // The first start makes what an existing database has.
        await (await Start(bench, ledger)).DisposeAsync();
        for (var round = 0; round < bench.Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await using var server = await Start(bench, ledger);
            await Ask(server, 1);
            bench.Results.Note(Names.ColdStart, Names.Ours, Milliseconds, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            bench.Results.Note(Names.ColdStart, "resident", Megabytes, server.Resident);
        }
    }

    /// <summary>Has it answer for many negotiations, and looks at what it holds then.</summary>
    public static async Task Memory(Bench bench)
    {
        if (!IsThere(bench))
            return;
        await using var ledger = await Ledger.Create(bench.Server);
        var negotiations = bench.Size(1_000, 200);
        await Fill(ledger, negotiations);
        await using var server = await Start(bench, ledger);
        await ledger.CaughtUp();
        await Ask(server, negotiations);
        bench.Results.Note(Names.Memory, "resident", Megabytes, server.Resident);
    }

    private static bool IsThere(Bench bench)
    {
        if (bench.Program is not null)
            return true;
        System.Console.WriteLine("  LEDGER_PROGRAM names no published program: cold start and memory are left out.");
        return false;
    }

    private static Task<Child> Start(Bench bench, Ledger ledger) =>
        Child.Start(bench.Program!, ["serve", "--port", "0", "--postgres", ledger.Server]);

    private static async Task Fill(Ledger ledger, int negotiations)
    {
        await using var log = ledger.OpenLog();
        for (var n = 0; n < negotiations; n++)
            await log.Append(new($"n{n}", Events.Mixed(0, EntriesEach), "bench"), CancellationToken.None);
    }

    private static async Task Ask(Child server, int negotiations)
    {
        using var client = await Connection.Open(server.Address);
        for (var n = 0; n < negotiations; n++)
            await client.Ask(Connection.Get($"/negotiations/n{n}/status"));
    }
}
