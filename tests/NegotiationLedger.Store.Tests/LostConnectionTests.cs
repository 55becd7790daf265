using System.Collections.Concurrent;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

public sealed class LostConnectionTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private const string KillAppends =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name like 'ledger append %'";

    [Fact]
    public async Task Connections_killed_in_mid_append_lose_nothing_and_double_nothing()
    {
        using var done = new CancellationTokenSource();
        var killed = 0L;
        var killer = Task.Run(async () =>
        {
            var acknowledged = -1L;
            while (!done.IsCancellationRequested)
            {
                var head = (await Ledger.Log.ReadHead(default)).Sequence;
                if (head > acknowledged)
                    killed += (long)(await Ledger.AsAdmin(KillAppends))!;
                acknowledged = head;
            }
        });
        var outcomes = new ConcurrentBag<(AppendRequest Request, AppendOutcome Outcome)>();
        var nodes = new[] { Ledger.Log, Ledger.Node() };
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 25; i++)
                        {
                            var request = Request($"n{writer % 4}", $"{writer}/{i}") with { Receipt = Receipt($"{writer}/{i}") };
                            outcomes.Add((request, await nodes[writer % 2].Append(request, default)));
                        }
                    })
                )
        );
        await done.CancelAsync();
        await killer;

        killed.ShouldBeGreaterThan(5);
        outcomes.ShouldAllBe(o => o.Outcome is AppendOutcome.Appended);
        outcomes.ShouldAllBe(o => !((AppendOutcome.Appended)o.Outcome).IsReplay);
        var log = await Ledger.All();
        log.Count.ShouldBe(16 * 25);
        LogShould.HoldExactly(log, outcomes);
        LogShould.BeOrdered(log);
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_after_the_commit_is_answered_with_what_it_wrote()
    {
        await using var network = new LosingProxy(Ledger.Database.WriterConnectionString);
        await using var log = Behind(network);
        await log.Append(Request("doha", "zero"), default);
        network.LoseAnswers(1);
        var outcomes = await Task.WhenAll(
            log.Append(Request("doha", "one") with { ExpectedVersion = 1 }, default),
            log.Append(Request("cairo", "two"), default),
            log.Append(Request("oslo", "three") with { ExpectedVersion = 7 }, default)
        );
        outcomes[0].ShouldBeOfType<AppendOutcome.Appended>().IsReplay.ShouldBeFalse();
        outcomes[1].ShouldBeOfType<AppendOutcome.Appended>().IsReplay.ShouldBeFalse();
        outcomes[2].ShouldBe(new AppendOutcome.Stale(0));
        var all = await Ledger.All();
        all.Count.ShouldBe(3);
        all[1].ShouldBe(outcomes.Take(2).Cast<AppendOutcome.Appended>().SelectMany(o => o.Entries).Single(e => e.Sequence == 2));
    }

    [Fact]
    public async Task An_attempt_still_under_way_on_the_server_is_ended_before_its_batch_is_sent_again()
    {
        await using var network = new LosingProxy(Ledger.Database.WriterConnectionString);
        await using var log = Behind(network);
        Task<AppendOutcome> append;
        await using (await Ledger.HoldHead())
        {
            append = log.Append(Request("doha", "one"), default);
            await Waiting.ForHead(Ledger, 1);
            var first = await Ledger.AsAdmin(Waiters);
            network.BreakConnections();
            await Waiting.Until(async () => await Ledger.AsAdmin(Waiters) is int now && now != (int)first!);
            (await Ledger.AsAdmin($"select count(*) from pg_stat_activity where pid = {first}")).ShouldBe(0L);
        }

        (await append).ShouldBeOfType<AppendOutcome.Appended>().Entries[0].Sequence.ShouldBe(1);
        (await Ledger.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_node_that_falls_silent_before_its_commit_does_not_hold_the_others_up()
    {
        await using var network = new LosingProxy(Ledger.Database.WriterConnectionString);
        await using var silent = Behind(network, TimeSpan.FromMilliseconds(100));
        Task<AppendOutcome> cutOff;
        await using (await Ledger.HoldHead())
        {
            cutOff = silent.Append(Request("doha", "one"), default);
            await Waiting.ForHead(Ledger, 1);
            network.FallSilent();
        }

        // Long before the connection itself counts as lost, which is after half a minute.
        (await Ledger.Appended(Request("doha", "two")).WaitAsync(TimeSpan.FromSeconds(20)))
            .Entries[0]
            .Sequence.ShouldBe(1);
        network.Close();
        await Should.ThrowAsync<OutcomeUnknownException>(() => cutOff);
        (await Ledger.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task When_the_database_stays_away_what_was_under_way_is_unknown_and_what_waited_was_surely_not_written()
    {
        await using var network = new LosingProxy(Ledger.Database.WriterConnectionString);
        await using var log = Behind(network, TimeSpan.FromMilliseconds(300));
        Task<AppendOutcome> underWay,
            waiting;
        await using (await Ledger.HoldHead())
        {
            underWay = log.Append(Request("doha", "under way"), default);
            await Waiting.ForHead(Ledger, 1);
            waiting = log.Append(Request("doha", "waiting"), default);
            network.Close();
            await Should.ThrowAsync<OutcomeUnknownException>(() => underWay);
            await Should.ThrowAsync<LedgerUnavailableException>(() => waiting);
        }

        await Should.ThrowAsync<LedgerUnavailableException>(() => log.Append(Request("doha", "later"), default));
    }

    [Fact]
    public async Task A_log_that_gave_up_appends_again_when_the_database_is_back()
    {
        var database = await Ledger.AsAdmin("select current_database()");
        await Ledger.AsAdmin($"alter database {database} connection limit 0");
        var log = Ledger.Node(o => o with { GiveUpAfter = TimeSpan.FromMilliseconds(100) });
        await Should.ThrowAsync<LedgerUnavailableException>(() => log.Append(Request("doha", "one"), default));
        await Ledger.AsAdmin($"alter database {database} connection limit -1");
        (await log.Append(Request("doha", "two"), default)).ShouldBeOfType<AppendOutcome.Appended>().Entries[0].Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task An_append_is_on_disk_when_acknowledged_whatever_the_role_is_set_to()
    {
        await Ledger.AsAdmin(
            $"alter role {Ledger.WriterRole} in database {await Ledger.AsAdmin("select current_database()")} set synchronous_commit = off"
        );
        await Ledger.AsAdmin(
            """
            create function note_durability() returns trigger language plpgsql as
                $$ begin insert into noted values (current_setting('synchronous_commit')); return null; end $$;
            create table noted (setting text);
            grant insert on noted to public;
            create trigger note_durability after insert on mt_events for each statement execute function note_durability()
            """
        );
        await Ledger.Appended(Request("doha", "one"));
        (await Ledger.AsAdmin("select setting from noted")).ShouldBe("on");
    }

    private const string Waiters = """
        select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and application_name like 'ledger append %'
        """;

    private static LedgerLog Behind(LosingProxy network, TimeSpan? giveUpAfter = null) =>
        new(new() { ConnectionString = network.ConnectionString, GiveUpAfter = giveUpAfter ?? TimeSpan.FromSeconds(30) });
}
