using NegotiationLedger.Benchmarks;
using NegotiationLedger.Store.Embedded;

// Usage: [append [seconds per measurement] | fold | replay [entries] | audit [records]]; without words, all but
// replay and audit, which take their time. PostgreSQL is that of LEDGER_BENCH_POSTGRES
// (a superuser's connection string), else a private one with its default durability.
var work = args.Length > 0 ? args[0] : "all";
var size = args.Length > 1 ? int.Parse(args[1]) : (int?)null;

await using var cluster = Environment.GetEnvironmentVariable("LEDGER_BENCH_POSTGRES") is null
    ? await EmbeddedPostgres.Start(
        new()
        {
            Temporary = true,
            Durable = true,
            MaxConnections = 400,
        }
    )
    : null;
await using var ledger = await BenchLedger.Create(
    cluster?.SuperuserConnectionString ?? Environment.GetEnvironmentVariable("LEDGER_BENCH_POSTGRES")!
);
await Machine.Print(ledger);
if (work is "all" or "fold")
    FoldBench.Run();
if (work is "all" or "append")
    await AppendBench.Run(ledger, TimeSpan.FromSeconds(size ?? 5));
if (work is "audit")
    await AuditBench.Run(ledger, size ?? 1_000_000);
if (work is "replay")
    await ReplayBench.Run(ledger, size ?? 100_000);
