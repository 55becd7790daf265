using NegotiationLedger.Store.Handling;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests.Handling;

/// <summary>An entry that a handler cannot get past stops it, and it alone.</summary>
public sealed class PoisonTests(PostgresFixture postgres) : HandlerTests(postgres)
{
    private Entry _poison = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Script.Before = entry =>
            entry.Data.Text == "poison" ? throw new InvalidOperationException("Cannot be counted.") : Task.CompletedTask;
        await Ledger.Appended(Request("doha", "one", "two", "three"));
        _poison = (await Ledger.Appended(Request("doha", "poison"))).Entries[0];
        await Ledger.Appended(Request("doha", "four", "five"));
    }

    [Fact]
    public async Task It_stops_just_before_and_says_where_since_when_and_why()
    {
        var news = new List<HandlerNews>();
        Node(new() { Tell = news.Add }, Options);
        await Stopped();
        var status = await Status();
        (status.Position, status.Lag, status.LagSeconds > 0).ShouldBe((3, 3, true));
        status.Stopped.ShouldNotBeNull();
        (status.Stopped.Sequence, status.Stopped.Id, status.Stopped.Error).ShouldBe(
            (4, _poison.Id.Value, "InvalidOperationException: Cannot be counted.")
        );
        (await Tallied()).ShouldBe("one two three");
        await Waiting.Until(() => Task.FromResult(news.ToArray().OfType<HandlerNews.Stopped>().Any()));
        news.ToArray().OfType<HandlerNews.Stopped>().Single().Id.ShouldBe(_poison.Id.ToString());
    }

    [Fact]
    public async Task The_log_and_the_other_handlers_go_on()
    {
        var other = new Script();
        Node(Script.Handler(), other.Handler("Other"));
        await Stopped();
        await Ledger.Appended(Request("doha", "six"));
        await CaughtUp("Other", atLeast: 7);
        other.Seen.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Mended_and_told_to_try_again_it_goes_on_as_if_nothing_had_been()
    {
        Node();
        await Stopped();
        Script.Before = _ => Task.CompletedTask;
        (await Control.Retry("Tally", default)).ShouldBeTrue();
        await CaughtUp(atLeast: 6);
        (await Tallied()).ShouldBe("one two three poison four five");
        (await Status()).Stopped.ShouldBeNull();
        (await Control.Retry("Tally", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Told_to_try_again_unmended_it_stops_again()
    {
        Node();
        await Stopped();
        var since = (await Status()).Stopped!.Since;
        await Control.Retry("Tally", default);
        await Waiting.Until(async () => (await Status()).Stopped is { } stop && stop.Since > since);
        (await Status()).Position.ShouldBe(3);
    }

    [Fact]
    public async Task Told_to_skip_it_goes_on_behind_the_entry_and_keeps_in_mind_which()
    {
        Node();
        await Stopped();
        (await Control.Skip("Tally", default)).ShouldBeTrue();
        await CaughtUp(atLeast: 6);
        (await Tallied()).ShouldBe("one two three four five");
        (await Status()).Skipped.ShouldBe([4]);
        (await Control.Skip("Tally", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_next_node_finds_it_stopped_and_does_not_try_by_itself()
    {
        await Node().Until(Stopped());
        var tried = Script.Seen.Count;
        Node();
        await Waiting.Until(async () => (await Status()).IsRunning);
        (await Status()).Stopped.ShouldNotBeNull();
        Script.Seen.Count.ShouldBe(tried);
    }

    [Fact]
    public async Task An_entry_of_a_type_that_this_program_does_not_know_is_poison_too()
    {
        await Ledger.Database.Tamper(
            "insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp) values (7, gen_random_uuid(), 'doha', 7, '{}', 'moon_landed', now())"
        );
        await Ledger.Database.Tamper("update ledger_head set sequence = 7");
        Script.Before = _ => Task.CompletedTask;
        Node();
        await Stopped();
        var status = await Status();
        status.Position.ShouldBe(6);
        status.Stopped!.Error.ShouldContain("moon_landed");
    }
}
