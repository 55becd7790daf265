using NegotiationLedger.Store.Handling;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests.Handling;

/// <summary>A generation is built beside the one that serves, and takes its place.</summary>
public sealed class RebuildTests(PostgresFixture postgres) : HandlerTests(postgres)
{
    public static TheoryData<bool> Ways => [true, false];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Newer_code_is_built_beside_the_old_and_takes_its_place_when_it_has_caught_up(bool isByStream)
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        await Ledger.Appended(Request("cairo", "three"));
        var old = Node();
        await CaughtUp(atLeast: 3);
        var go = new TaskCompletionSource();
        var newer = new Script { Before = _ => go.Task };
        Node(newer.Handler(codeVersion: 2, isByStream: isByStream));
        await Waiting.Until(async () => (await Control.List(default)).Count == 2);
        await Ledger.Appended(Request("doha", "four"));
        await Waiting.Until(async () => (await Status()).Lag == 0);
        (await Tallied()).ShouldBe("one two four");
        (await Status(isServing: false)).Generation.ShouldBe(2);
        go.SetResult();
        await Waiting.Until(async () => (await Control.List(default)) is [{ CodeVersion: 2, IsServing: true, Lag: 0 }]);
        newer.Seen.Order().ShouldBe(["four", "one", "three", "two"]);
        (await Tallied()).ShouldBe("one two four");
        (await Tallied("cairo")).ShouldBe("three");
        (await Ledger.AsAdmin("select string_agg(name, ',') from mt_event_progression")).ShouldBe("Tally:V2:All");
        (await Ledger.AsAdmin("select count(*) from ledger_building")).ShouldBe(0L);
        (await Ledger.AsAdmin("select string_agg(id || keywords::text, ',' order by id) from ledger_keywords")).ShouldBe(
            "cairo{source:cairo},doha{source:doha}"
        );
        await Ledger.Appended(Request("doha", "five"));
        await Waiting.Until(async () => (await Status()) is { Lag: 0, Head: 5 });
        (await Tallied()).ShouldBe("one two four five");
        await old.DisposeAsync();
    }

    [Fact]
    public async Task On_request_the_same_code_builds_its_documents_anew_and_what_was_wrong_is_right()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        Node();
        await CaughtUp(atLeast: 2);
        await Ledger.AsAdmin("""update mt_doc_tally set data = '{"id": "doha", "version": 2, "texts": ["tampered"]}'""");
        await Ledger.AsAdmin("""insert into mt_doc_tally (id, data) values ('ghost', '{"id": "ghost", "version": 2, "texts": []}')""");
        (await Control.Rebuild("Tally", default)).ShouldBeTrue();
        await Waiting.Until(async () => (await Control.List(default)) is [{ Generation: 2, IsServing: true, Lag: 0 }]);
        (await Tallied()).ShouldBe("one two");
        (await Ledger.AsAdmin("select count(*) from mt_doc_tally")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_document_that_comes_out_the_same_is_not_written_again()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        Node();
        await CaughtUp(atLeast: 2);
        var before = await Ledger.AsAdmin("select xmin::text from mt_doc_tally");
        await Control.Rebuild("Tally", default);
        await Waiting.Until(async () => (await Control.List(default)) is [{ Generation: 2, IsServing: true }]);
        (await Ledger.AsAdmin("select xmin::text from mt_doc_tally")).ShouldBe(before);
    }

    [Fact]
    public async Task Interrupted_it_goes_on_where_it_was()
    {
        foreach (var stream in Enumerable.Range(0, 20))
            await Ledger.Appended(Request($"n{stream:00}", $"{stream}"));
        var seen = 0;
        var (half, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        Script.Before = _ =>
        {
            if (Interlocked.Increment(ref seen) <= 10)
                return Task.CompletedTask;
            half.TrySetResult();
            return never.Task;
        };
        var first = Node(new() { PageEntries = 2 }, Options, Script.Handler(isByStream: true));
        await half.Task;
        (await Status()).Filled.ShouldBe(10);
        never.SetException(new TimeoutException("The node goes down."));
        await first.DisposeAsync();
        Script.Before = _ => Task.CompletedTask;
        Script.Seen.Clear();
        Node(new() { PageEntries = 2 }, Options, Script.Handler(isByStream: true));
        await CaughtUp(atLeast: 20);
        Script.Seen.Select(int.Parse).ShouldBe(Enumerable.Range(10, 10));
        (await Ledger.AsAdmin("select count(*) from mt_doc_tally")).ShouldBe(20L);
    }

    [Fact]
    public async Task A_poison_entry_is_found_while_it_is_built_and_the_old_generation_serves_on()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        var old = Node();
        await CaughtUp(atLeast: 2);
        var newer = new Script { Before = e => e.Data.Text == "two" ? throw new InvalidOperationException("No.") : Task.CompletedTask };
        Node(newer.Handler(codeVersion: 2, isByStream: true));
        await Stopped();
        (await Status(isServing: false)).Stopped!.Sequence.ShouldBe(2);
        await Ledger.Appended(Request("doha", "three"));
        await Waiting.Until(async () => (await Status()) is { Lag: 0, Head: 3 });
        (await Tallied()).ShouldBe("one two three");
        await old.DisposeAsync();
    }
}
