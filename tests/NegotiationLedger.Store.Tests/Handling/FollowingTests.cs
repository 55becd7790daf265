using NegotiationLedger.Store.Handling;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests.Handling;

public sealed class FollowingTests(PostgresFixture postgres) : HandlerTests(postgres)
{
    [Fact]
    public async Task Every_entry_is_handled_once_and_in_order_whether_it_was_there_before_or_comes_later()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        Node();
        await CaughtUp();
        await Ledger.Appended(Request("doha", "three"));
        await Ledger.Appended(Request("cairo", "four"));
        await CaughtUp(atLeast: 4);
        Script.Seen.ShouldBe(["one", "two", "three", "four"]);
        (await Tallied()).ShouldBe("one two three");
        (await Ledger.AsAdmin("select name || ' ' || last_seq_id from mt_event_progression")).ShouldBe("Tally:All 4");
        (await Ledger.AsAdmin("select mt_version || ' ' || mt_dotnet_type from mt_doc_tally where id = 'doha'")).ShouldBe(
            "3 NegotiationLedger.Store.Tests.Handling.Tally, NegotiationLedger.Store.Tests"
        );
    }

    [Fact]
    public async Task It_hears_of_an_append_long_before_it_would_look_by_itself()
    {
        Node(new() { Poll = TimeSpan.FromHours(1) }, Options);
        await Waiting.Until(async () => (await Control.List(default)) is [{ IsRunning: true }]);
        for (var i = 1; i <= 20; i++)
        {
            await Ledger.Appended(Request("doha", $"{i}"));
            await CaughtUp(atLeast: i);
        }
    }

    [Fact]
    public async Task What_is_not_heard_is_found_by_looking()
    {
        await Ledger.AsAdmin("alter table ledger_head disable trigger ledger_announce");
        Node(new() { Poll = TimeSpan.FromMilliseconds(20) }, Options);
        await Waiting.Until(async () => (await Control.List(default)) is [{ IsRunning: true }]);
        await Ledger.Appended(Request("doha", "one"));
        await CaughtUp();
    }

    [Fact]
    public async Task A_page_is_bounded_by_bytes_too_and_everything_is_read_all_the_same()
    {
        await Ledger.Appended(Request("doha", [.. Enumerable.Range(0, 50).Select(i => new string('x', 1000) + i)]));
        Node(new() { PageBytes = 3000 }, Options);
        await CaughtUp(atLeast: 50);
        Script.Seen.Select(t => int.Parse(t.TrimStart('x'))).ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public async Task A_large_entry_behind_numbers_that_were_burnt_is_read_too()
    {
        await Ledger.Appended(Request("doha", "one"));
        await Ledger.Database.Tamper("update ledger_head set sequence = sequence + 5; insert into ledger_burnt values (2, 6)");
        await Ledger.Appended(Request("doha", new string('x', 100_000)));
        Node(new() { PageBytes = 500 }, Options);
        await CaughtUp(atLeast: 7);
        Script.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_fault_that_passes_is_tried_again_and_nothing_is_written_twice()
    {
        var faults = 0;
        Script.Before = _ =>
            Interlocked.Increment(ref faults) is 2 or 4 ? throw new TimeoutException("The line is busy.") : Task.CompletedTask;
        await Ledger.Appended(Request("doha", "one", "two", "three"));
        Node();
        await CaughtUp(atLeast: 3);
        (await Tallied()).ShouldBe("one two three");
    }

    [Fact]
    public async Task The_connection_lost_under_way_is_opened_anew()
    {
        Node(new() { FirstPause = TimeSpan.FromMilliseconds(1) }, Options);
        for (var i = 1; i <= 10; i++)
        {
            await Ledger.Appended(Request("doha", $"{i}"));
            await Ledger.AsAdmin(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'ledger handlers %' and datname = current_database()"
            );
        }

        await CaughtUp(atLeast: 10);
        (await Tallied()).ShouldBe("1 2 3 4 5 6 7 8 9 10");
    }

    [Fact]
    public async Task Handlers_do_not_wait_for_each_other()
    {
        var go = new TaskCompletionSource();
        var slow = new Script { Before = _ => go.Task };
        Node(Script.Handler("Quick"), slow.Handler("Slow"));
        await Ledger.Appended(Request("doha", "one"));
        await CaughtUp("Quick");
        (await Status("Slow")).Lag.ShouldBe(1);
        go.SetResult();
        await CaughtUp("Slow");
    }
}
