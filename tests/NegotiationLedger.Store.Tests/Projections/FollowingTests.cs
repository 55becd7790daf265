using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests.Projections;

/// <summary>Projections follow the log: on one node and two, over long negotiations, and when the database comes late.</summary>
public sealed class FollowingTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private string Writer => Ledger.Database.WriterConnectionString;

    [Fact]
    public async Task Documents_equal_fresh_folds_whether_the_log_was_there_before_or_grows()
    {
        await Ledger.Appended(Registration("reuters"));
        for (var i = 0; i < 150; i++)
            await Ledger.Appended(Request($"talks-{i}", "one", "two"));
        await using var node = await ProjectingHost.Start(Ledger);
        await node.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Ledger.Appended(Request($"talks-{i % 7}", $"more {i}"))));
        await node.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
        node.Logged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_nodes_share_the_work_and_when_one_stops_the_other_goes_on()
    {
        await using var first = await ProjectingHost.Start(Ledger);
        await using (await ProjectingHost.Start(Ledger))
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Ledger.Appended(Request($"talks-{i % 5}", $"{i}"))));
            await first.CaughtUp();
        }

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Ledger.Appended(Request($"talks-{i % 5}", $"later {i}"))));
        await first.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_whose_packets_are_lost_is_taken_over_from_and_takes_nothing_back()
    {
        await using var network = new LosingProxy(Writer);
        await using var lost = await ProjectingHost.Start(network.ConnectionString);
        await Ledger.Appended(Request("doha", "one"));
        await lost.CaughtUp();
        await using var other = await ProjectingHost.Start(Ledger);
        await Ledger.Appended(Request("doha", "two"));
        await other.CaughtUp();
        network.FallSilent();
        await Ledger.Appended(Request("doha", "three"));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await other.CaughtUp();
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after {System.Diagnostics.Stopwatch.GetElapsedTime(began)}");
        network.Close();
        await Ledger.Appended(Request("doha", "four"));
        await other.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sequence_that_ran_ahead_of_the_log_hides_nothing_that_is_recorded_later()
    {
        await Ledger.Appended(Request("doha", "one"));
        await using var node = await ProjectingHost.Start(Ledger);
        await node.CaughtUp();
        // As after a restore from pg_dump, which takes a sequence as it stands at its end, and after an append that was rolled back.
        await Ledger.AsAdmin("select setval('mt_events_sequence', (select sequence + 40 from ledger_head))");
        // Until the daemon has looked at it for longer than Marten waits for what is missing.
        var since = (DateTime)(await Ledger.AsAdmin("select clock_timestamp()"))!;
        await Waiting.Until(async () =>
            await Ledger.AsAdmin(
                """
                select max(query_start) from pg_stat_activity
                where query like '%mt_events_sequence%' and pid <> pg_backend_pid() and usename <> current_user
                """
            )
                is DateTime asked
            && asked > since.AddSeconds(8)
        );
        await Ledger.Appended(Request("doha", "two", "three"));
        await node.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_registration_that_comes_later_changes_the_documents_that_cite_it()
    {
        await Ledger.Appended(Request("doha", "one"));
        await using var node = await ProjectingHost.Start(Ledger);
        await node.CaughtUp();
        for (var i = 0; i < 600; i++)
            await Ledger.Appended(Request($"citing-{i:000}", "one"));
        await node.CaughtUp();
        await Ledger.Appended(Registration("reuters"));
        await node.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
        (await Ledger.AsAdmin("select bool_and(registrations > 0) from ledger_documents")).ShouldBe(true);
    }

    [Fact]
    public async Task A_negotiation_of_many_entries_is_read_piece_by_piece()
    {
        var texts = Enumerable.Range(0, 900).Select(i => $"Statement {i}").ToArray();
        for (var i = 0; i < 13; i++)
            await Ledger.Appended(Request("long", texts));
        await Ledger.Appended(Request("short", "one"));
        await using var node = await ProjectingHost.Start(Ledger);
        await node.CaughtUp();
        (await Ledger.AsAdmin("select version from ledger_documents where negotiation = 'long'")).ShouldBe(11_700L);
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_never_goes_back_and_newer_code_wins_over_every_version()
    {
        await Ledger.Appended(Request("doha", "one"));
        await using var node = await ProjectingHost.Start(Ledger);
        await node.CaughtUp();
        await Ledger.AsAdmin("update ledger_documents set code_version = 1000, version = 1");
        await Ledger.Appended(Request("doha", "two"));
        await node.CaughtUp();
        (await Ledger.AsAdmin("select code_version from ledger_documents")).ShouldBe(1000);
        (await Ledger.AsAdmin("select mt_version & 4294967295 from mt_doc_talksstatus")).ShouldBe(1L);
        // As if this program were newer than what made them.
        await Ledger.AsAdmin("update ledger_documents set code_version = 1");
        await Ledger.AsAdmin("update ledger_projections set code_version = 1 where name = 'Views'");
        await using var newer = await ProjectingHost.Start(Ledger);
        await Waiting.Until(async () =>
            await Ledger.AsAdmin("select code_version > 1 from ledger_projections where name = 'Views'") is true
        );
        await newer.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_projection_that_cannot_start_is_an_alarm_and_starts_when_it_may()
    {
        await Ledger.AsAdmin($"revoke select, insert, update on mt_event_progression from {Ledger.WriterRole}");
        await Ledger.Appended(Request("doha", "one"));
        await using var node = await ProjectingHost.Start(Ledger);
        await Waiting.Until(() => Task.FromResult(node.Logged.Any(l => l.Contains("permission denied", StringComparison.Ordinal))));
        await Ledger.AsAdmin($"grant select on mt_event_progression to {Ledger.WriterRole}");
        var status = (await node.Control.List(0, TestContext.Current.CancellationToken)).Single(p => p.Name == "Views");
        (status.Position, status.Lag).ShouldBe((0, 1));
        status.LagSeconds.ShouldBeGreaterThan(0);
        await Ledger.AsAdmin($"grant insert, update on mt_event_progression to {Ledger.WriterRole}");
        await node.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_projection_that_loses_a_race_for_its_progress_is_started_again()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        await using var node = await ProjectingHost.Start(Ledger);
        await node.CaughtUp();
        await Ledger.AsAdmin("update mt_event_progression set last_seq_id = last_seq_id - 1 where name = 'Views:All'");
        await Ledger.Appended(Request("doha", "three"));
        await node.CaughtUp();
        node.Logged.ShouldContain(l => l.Contains("Views is stuck", StringComparison.Ordinal));
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_refused_while_it_looks_for_work_left_over_stops_no_projection()
    {
        await Ledger.Appended(Request("doha", "one"));
        await using var node = await ProjectingHost.Start(Ledger);
        await node.CaughtUp();
        await Ledger.AsAdmin($"revoke insert on ledger_projections from {Ledger.WriterRole}");
        await Waiting.Until(() => Task.FromResult(node.Logged.Any(l => l.Contains("permission denied", StringComparison.Ordinal))));
        await Ledger.Appended(Request("doha", "two"));
        await node.CaughtUp();
        await Ledger.AsAdmin($"grant insert on ledger_projections to {Ledger.WriterRole}");
        await Ledger.Appended(Request("doha", "three"));
        await node.CaughtUp();
        (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_host_starts_while_the_database_is_away_and_projections_when_it_is_back()
    {
        await Ledger.Appended(Request("doha", "one"));
        await Ledger.Database.LetIn(isOpen: false);
        ProjectingHost node;
        try
        {
            node = await ProjectingHost.Start(new NpgsqlConnectionStringBuilder(Writer) { Timeout = 5 }.ConnectionString);
            await Waiting.Until(() => Task.FromResult(node.Logged.Count > 0));
        }
        finally
        {
            await Ledger.Database.LetIn(isOpen: true);
        }

        await using (node)
        {
            await node.CaughtUp();
            (await FreshFolds.Differences(Writer)).ShouldBeEmpty();
        }
    }
}
