using NegotiationLedger.Benchmarks;
using NegotiationLedger.Benchmarks.Appending;
using NegotiationLedger.Benchmarks.Measuring;
using NegotiationLedger.Benchmarks.Projecting;
using NegotiationLedger.Benchmarks.Reading;
using NegotiationLedger.Benchmarks.Serving;
using NegotiationLedger.Cli;

// This program is also the servers that it measures, each in a process of its own.
if (args is ["serve", var kind, var connectionString])
{
    await Servers.Run(kind, connectionString);
    return 0;
}

var works = new Dictionary<string, Func<Bench, Task>>
{
    ["append"] = AppendBench.Run,
    ["bulk"] = AppendBench.RunBulk,
    ["record"] = HttpBench.Record,
    ["status"] = HttpBench.Status,
    ["latency"] = ProjectionBench.Latency,
    ["views"] = ProjectionBench.BesideAppends,
    ["rebuild"] = ProjectionBench.RebuildAndCatchUp,
    ["cold-start"] = ProgramBench.ColdStart,
    ["memory"] = ProgramBench.Memory,
    ["fold"] = bench => Task.Run(() => FoldBench.Run(bench)),
    ["long"] = LongBench.Status,
    ["replay"] = LongBench.Replay,
    ["diff"] = LongBench.Diff,
    ["audit"] = bench => AuditBench.Run(bench, bench.Size(50_000, 5_000)),
};

// Not of "all": what is looked at by hand.
var others = new Dictionary<string, Func<Bench, Task>>
{
    ["record-alone"] = bench => HttpBench.RecordAlone(bench, TimeSpan.FromSeconds(bench.Size(60, 20))),
    ["status-alone"] = bench => HttpBench.StatusAlone(bench, TimeSpan.FromSeconds(bench.Size(60, 20))),
    ["feed"] = DeliveryBench.Feed,
    ["webhooks"] = DeliveryBench.Receivers,
    ["growth"] = bench => Task.Run(() => GrowthBench.Run(bench)),
    ["audit-large"] = bench => AuditBench.Run(bench, bench.Size(1_000_000, 100_000)),
};

if (Asked.Of(args, works.Keys, others.Keys) is not { } asked)
    return 2;

// PostgreSQL is that of LEDGER_BENCH_POSTGRES (a superuser's connection string), else a private one with its default durability.
var given = Environment.GetEnvironmentVariable("LEDGER_BENCH_POSTGRES");
await using var cluster = string.IsNullOrEmpty(given)
    ? await EmbeddedPostgres.Start(
        new()
        {
            Temporary = true,
            Durable = true,
            MaxConnections = 400,
        }
    )
    : null;
var bench = new Bench(cluster?.SuperuserConnectionString ?? given!, asked.IsQuick, Asked.Program);
var machine = await Machine.Of(bench.Server);
System.Console.WriteLine(machine);
var began = System.Diagnostics.Stopwatch.GetTimestamp();
foreach (var work in asked.Works)
{
    System.Console.WriteLine(work);
    await (works.GetValueOrDefault(work) ?? others[work])(bench);
}

await Report.Write(bench, machine.After(), asked.Json);
System.Console.WriteLine($"measured in {System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
return 0;
