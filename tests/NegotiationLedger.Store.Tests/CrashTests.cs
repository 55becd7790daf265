using System.Collections.Concurrent;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

/// <summary>A backend that dies in the middle of an append.</summary>
public sealed class CrashTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private const string KillAppends =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name like 'ledger append %'";

    private const long EnoughKilled = 5;

    private long _killed;

    [Fact]
    public async Task Backends_killed_in_mid_append_lose_nothing_double_nothing_and_leave_no_hole()
    {
        await Ledger.Appended(Request("doha", "zero"));
        using var done = new CancellationTokenSource();
        var killer = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                Interlocked.Add(ref _killed, (long)(await Ledger.AsAdmin(KillAppends))!);
                var head = (long)(await Ledger.AsAdmin("select sequence from ledger_head"))!;
                await Waiting.Until(async () =>
                    done.IsCancellationRequested || (long)(await Ledger.AsAdmin("select sequence from ledger_head"))! > head
                );
            }
        });
        var outcomes = new ConcurrentBag<AppendOutcome>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Write(writer, outcomes))));
        await done.CancelAsync();
        await killer;

        outcomes.ShouldAllBe(o => o is AppendOutcome.Appended && !((AppendOutcome.Appended)o).IsReplay);
        var log = await Ledger.All();
        log.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 1 + outcomes.Count).Select(n => (long)n));
        LogShould.BeOrdered(log);
    }

    private async Task Write(int writer, ConcurrentBag<AppendOutcome> outcomes)
    {
        for (var i = 0; i < 15 || Interlocked.Read(ref _killed) < EnoughKilled; i++)
            outcomes.Add(await Ledger.Append(Request($"n{writer % 4}", $"{writer}/{i}") with { Receipt = Receipt($"{writer}/{i}") }));
    }
}
