using NegotiationLedger.Testing;

namespace NegotiationLedger.Cli.Tests.Hosting;

/// <summary>Several servers on one ledger, each a process of its own, recorded to without a pause.</summary>
public sealed class NodesTests
{
    private const int Negotiations = 6;

    [Fact]
    public async Task Three_nodes_killed_at_random_while_they_record_lose_nothing_and_do_nothing_twice()
    {
        await using var nodes = await Nodes.Start(3);
        await nodes.Open(Negotiations);
        var random = new Random(20250724);
        for (var kill = 0; kill < 4; kill++)
        {
            await nodes.Recorded(more: random.Next(50, 250));
            await nodes.Replace(random.Next(3));
        }

        await nodes.StopRecording();
        await nodes.CaughtUp();
        (await FreshFolds.Differences(nodes.ConnectionString)).ShouldBeEmpty();
        nodes.Acknowledged.Count.ShouldBeGreaterThan(250);
        (await nodes.RecordedIds()).ShouldBeUnique();
        nodes.Acknowledged.ShouldBeSubsetOf(await nodes.RecordedIds());
        // Each is run by one node, and by one that lives; which of them runs which is nobody's promise.
        (
            await nodes.Ask(
                "select bool_and(exists (select from pg_stat_activity a where a.application_name = h.node)) from ledger_handlers h"
            )
        ).ShouldBe(true);
    }

    [Fact]
    public async Task A_node_that_was_frozen_writes_nothing_after_its_successor()
    {
        await using var nodes = await Nodes.Start(1);
        await nodes.Open(Negotiations);
        await nodes.Recorded(more: 100);
        await nodes.CaughtUp(isToTheHead: false);
        var frozen = (string)(await nodes.Ask("select min(node) from ledger_handlers where is_serving"))!;
        await nodes.Add();
        await nodes.KeepAJournal();
        await nodes.Recorded(more: 50);
        await nodes.Freeze(0);
        await nodes.Until($"select bool_and(node <> '{frozen}') from ledger_handlers");
        await nodes.Until($"select count(distinct name) = 4 from journal where node <> '{frozen}' and node like 'ledger handlers %'");
        await nodes.Thaw(0);
        await nodes.Recorded(more: 300);
        await nodes.StopRecording();
        await nodes.CaughtUp();
        (
            await nodes.Ask(
                $"select count(*) from journal f where node = '{frozen}' and place > (select min(place) from journal s where s.name = f.name and s.node <> '{frozen}')"
            )
        ).ShouldBe(0L);
        (await nodes.Ask($"select count(*) > 0 from journal where node = '{frozen}'")).ShouldBe(true);
        (await FreshFolds.Differences(nodes.ConnectionString)).ShouldBeEmpty();
    }
}
