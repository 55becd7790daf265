using NegotiationLedger.Store.Handling;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests.Handling;

/// <summary>A handler that reads by stream, and is far behind, handles a long stretch of the log at once.</summary>
public sealed class LeapTests(PostgresFixture postgres) : HandlerTests(postgres)
{
    private const int Streams = 5;
    private const int Rounds = 60;

    private static readonly HandlerOptions Far = new() { PageEntries = 10, LeapEntries = 120 };

    private Handler ByStream => Script.Handler(isByStream: true);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Ledger.Appended(Request("first", "first"));
        await Node(Far, Options, ByStream).Until(CaughtUp());
        for (var round = 0; round < Rounds; round++)
        for (var stream = 0; stream < Streams; stream++)
            await Ledger.Appended(Request($"talks-{stream}", $"{stream}:{round}"));
    }

    [Fact]
    public async Task Stream_after_stream_and_every_entry_once()
    {
        Node(Far, Options, ByStream);
        await CaughtUp(atLeast: Streams * Rounds);
        for (var stream = 0; stream < Streams; stream++)
            (await Tallied($"talks-{stream}")).ShouldBe(string.Join(' ', Enumerable.Range(0, Rounds).Select(round => $"{stream}:{round}")));
        Script.Seen.Count.ShouldBe(1 + Streams * Rounds);
        var leap = Script.Seen.Skip(1).Take(Far.LeapEntries).Select(text => text.Split(':')[0]).ToList();
        leap.ShouldBe(leap.Order());
    }

    [Fact]
    public async Task A_fault_under_way_leaves_nothing_of_it()
    {
        var isToFail = true;
        Script.Before = entry =>
        {
            if (entry.Data.Text != "3:20" || !isToFail)
                return Task.CompletedTask;
            isToFail = false;
            return Task.FromException(new TimeoutException("Not now."));
        };
        Node(Far, Options, ByStream);
        await CaughtUp(atLeast: Streams * Rounds);
        isToFail.ShouldBeFalse();
        for (var stream = 0; stream < Streams; stream++)
            (await Tallied($"talks-{stream}")).ShouldBe(string.Join(' ', Enumerable.Range(0, Rounds).Select(round => $"{stream}:{round}")));
    }

    [Fact]
    public async Task An_entry_that_it_cannot_get_past_is_found_among_them()
    {
        Script.Before = entry => entry.Data.Text == "3:20" ? throw new InvalidOperationException("Cannot be counted.") : Task.CompletedTask;
        Node(Far, Options, ByStream);
        await Stopped();
        (await Status()).Stopped!.Sequence.ShouldBe(1 + 20 * Streams + 3 + 1);
        (await Tallied("talks-3")).ShouldBe(string.Join(' ', Enumerable.Range(0, 20).Select(round => $"3:{round}")));
        (await Tallied("talks-4")).ShouldBe(string.Join(' ', Enumerable.Range(0, 20).Select(round => $"4:{round}")));
        await Control.Skip("Tally", TestContext.Current.CancellationToken);
        await CaughtUp(atLeast: Streams * Rounds);
        (await Tallied("talks-3")).ShouldBe(
            string.Join(' ', Enumerable.Range(0, Rounds).Where(round => round != 20).Select(round => $"3:{round}"))
        );
    }
}
