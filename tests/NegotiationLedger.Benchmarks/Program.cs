using NegotiationLedger.Benchmarks;

// Usage: LEDGER_BENCH_POSTGRES=<superuser's connection string> dotnet run -c Release [seconds per measurement]
var server = Environment.GetEnvironmentVariable("LEDGER_BENCH_POSTGRES")
    ?? throw new InvalidOperationException("Set LEDGER_BENCH_POSTGRES to the connection string of a PostgreSQL superuser.");
var seconds = args.Length > 0 ? int.Parse(args[0]) : 5;

await using var ledger = await BenchLedger.Create(server);
await Machine.Print(ledger);
await AppendBench.Run(ledger, TimeSpan.FromSeconds(seconds));
