using NegotiationLedger.Testing;

namespace NegotiationLedger.Cli.Tests.Commands;

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
    }

    [Fact]
    public async Task The_node_that_follows_the_log_is_killed_and_another_takes_over()
    {
        await using var nodes = await Nodes.Start(1);
        await nodes.Open(Negotiations);
        await nodes.Recorded(more: 50);
        await nodes.CaughtUp();
        await nodes.Add();
        await nodes.Add();
        await nodes.Recorded(more: 20);
        await nodes.Kill(0);
        await nodes.Recorded(more: 50);
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after {await nodes.CaughtUp()}");
        await nodes.StopRecording();
        await nodes.CaughtUp();
        (await FreshFolds.Differences(nodes.ConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_frozen_node_is_taken_over_from_and_what_it_does_when_it_wakes_takes_nothing_back()
    {
        await using var nodes = await Nodes.Start(1);
        await nodes.Open(Negotiations);
        await nodes.Recorded(more: 100);
        await nodes.CaughtUp();
        await nodes.Add();
        await nodes.NoteWhatGoesBack();
        await nodes.Recorded(more: 50);
        await nodes.Freeze(0);
        await nodes.Recorded(more: 50);
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after {await nodes.CaughtUp()}");
        await nodes.Thaw(0);
        await nodes.Recorded(more: 300);
        await nodes.StopRecording();
        await nodes.CaughtUp();
        (await nodes.Ask("select count(*) from gone_back")).ShouldBe(0L);
        (await FreshFolds.Differences(nodes.ConnectionString)).ShouldBeEmpty();
    }
}
