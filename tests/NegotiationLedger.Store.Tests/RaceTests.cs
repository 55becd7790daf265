using System.Collections.Concurrent;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

public sealed class RaceTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private const int Writers = 32;
    private const int Streams = 8;
    private const int Appends = 40;

    [Fact]
    public async Task Writers_on_two_nodes_race_and_every_acknowledged_append_stands_exactly_once_in_commit_order()
    {
        var nodes = new[] { Ledger.Log, Ledger.Node() };
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() => ReadWhile(() => !done.IsCancellationRequested));
        var outcomes = new ConcurrentBag<(AppendRequest Request, AppendOutcome Outcome)>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(nodes[w % 2], w, outcomes))));
        await done.CancelAsync();
        var seen = await reader;

        var log = await Ledger.All();
        log.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, log.Count).Select(n => (long)n));
        seen.ShouldBe(log.Select(e => e.Sequence).Take(seen.Count));
        LogShould.HoldExactly(log, outcomes);
        LogShould.BeOrdered(log);
        outcomes.Count(o => o.Outcome is AppendOutcome.Stale).ShouldBeGreaterThan(0);
        outcomes.Where(o => o.Request.ExpectedVersion is null).ShouldAllBe(o => o.Outcome is AppendOutcome.Appended);
    }

    [Fact]
    public async Task Of_many_requests_for_one_version_one_wins_and_the_others_are_stale_alone()
    {
        var nodes = new[] { Ledger.Log, Ledger.Node() };
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i => nodes[i % 2].Append(Request("doha", $"{i}") with { ExpectedVersion = i < 20 ? 0 : null }, default))
        );
        outcomes.Take(20).Count(o => o is AppendOutcome.Appended).ShouldBeLessThanOrEqualTo(1);
        outcomes.Take(20).ShouldAllBe(o => o is AppendOutcome.Appended || o is AppendOutcome.Stale);
        outcomes.Skip(20).ShouldAllBe(o => o is AppendOutcome.Appended);
    }

    [Fact]
    public async Task One_key_sent_many_times_at_once_to_two_nodes_is_written_once()
    {
        var nodes = new[] { Ledger.Log, Ledger.Node() };
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => nodes[i % 2].Append(Request("doha", "one", "two") with { Receipt = Receipt("k") }, default))
        );
        outcomes.Count(o => o is AppendOutcome.Appended { IsReplay: false }).ShouldBe(1);
        outcomes.ShouldAllBe(o => ((AppendOutcome.Appended)o).Entries.Count == 2);
        (await Ledger.All()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_id_sent_many_times_at_once_to_two_nodes_is_written_once()
    {
        var nodes = new[] { Ledger.Log, Ledger.Node() };
        var request = Request("doha", "one");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => nodes[i % 2].Append(request, default)));
        outcomes.Count(o => o is AppendOutcome.Appended { IsReplay: false }).ShouldBe(1);
        outcomes.ShouldAllBe(o => ((AppendOutcome.Appended)o).Entries[0].Sequence == 1);
    }

    [Fact]
    public async Task A_batch_that_waited_for_another_node_sees_what_that_node_wrote()
    {
        var other = Ledger.Node();
        Task<AppendOutcome> first,
            second;
        await using (await Ledger.HoldHead())
        {
            first = Ledger.Append(Request("doha", "first") with { ExpectedVersion = 0 });
            await Waiting.ForHead(Ledger, 1);
            second = other.Append(Request("doha", "second") with { ExpectedVersion = 0 }, default);
            await Waiting.ForHead(Ledger, 2);
        }

        (await first).ShouldBeOfType<AppendOutcome.Appended>();
        (await second).ShouldBe(new AppendOutcome.Stale(1));
    }

    [Fact]
    public async Task What_arrives_while_a_batch_is_under_way_shares_the_next_transaction()
    {
        Task<AppendOutcome>[] waiting;
        await using (await Ledger.HoldHead())
        {
            _ = Ledger.Append(Request("doha", "first"));
            await Waiting.ForHead(Ledger, 1);
            waiting =
            [
                .. Enumerable
                    .Range(0, 100)
                    .Select(i => Ledger.Append(Request($"n{i}", $"{i}") with { ExpectedVersion = i % 2 == 0 ? 0 : 9 })),
            ];
        }

        var outcomes = await Task.WhenAll(waiting);
        outcomes.Where((_, i) => i % 2 == 1).ShouldAllBe(o => o is AppendOutcome.Stale);
        outcomes.OfType<AppendOutcome.Appended>().Select(o => o.Entries[0].RecordedAt).Distinct().Count().ShouldBe(1);
        (await Ledger.All()).Count.ShouldBe(51);
    }

    /// <summary>Polls for what lies behind the last number seen; a hole, or a number that shows up late, would stay missing from the list.</summary>
    private async Task<List<long>> ReadWhile(Func<bool> going)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Ledger.Database.WriterConnectionString) { SearchPath = "ledger" }
        );
        await using var connection = await source.OpenConnectionAsync();
        var seen = new List<long>();
        do
        {
            await using var command = new NpgsqlCommand("select seq_id from mt_events where seq_id > $1", connection);
            command.Parameters.Add(new() { Value = seen.Count == 0 ? 0L : seen.Max() });
            var page = new List<long>();
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                page.Add(rows.GetInt64(0));
            seen.AddRange(page.Order());
        } while (going());
        return seen;
    }

    private static async Task Write(LedgerLog log, int writer, ConcurrentBag<(AppendRequest, AppendOutcome)> outcomes)
    {
        var stream = $"n{writer % Streams}";
        for (var i = 0; i < Appends; i++)
        {
            var request = Request(stream, i % 3 == 0 ? [$"{writer}/{i}a", $"{writer}/{i}b"] : [$"{writer}/{i}"]);
            if (i % 2 == 0)
                request = request with { ExpectedVersion = (await log.ReadVersion(stream, default)).Version };
            outcomes.Add((request, await log.Append(request, default)));
        }
    }
}
