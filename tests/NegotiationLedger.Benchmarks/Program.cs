using NegotiationLedger.Benchmarks;
using NegotiationLedger.Postgres.Embedded;

// Usage: [append [seconds per measurement] | fold | handlers]; without words, all. PostgreSQL is that of LEDGER_BENCH_POSTGRES (a superuser's
// connection string), else a private one with its default durability.
var work = args.Length > 0 ? args[0] : "all";
var seconds = args.Length > 1 ? int.Parse(args[1]) : 5;

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
    await AppendBench.Run(ledger, TimeSpan.FromSeconds(seconds));
if (work is "all" or "handlers")
    await HandlerBench.Run(ledger);
