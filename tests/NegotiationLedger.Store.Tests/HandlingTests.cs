using NegotiationLedger.Store.Handling;
using NegotiationLedger.Store.Tests.Handling;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

/// <summary>Handlers follow the log.</summary>
public sealed class HandlingTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private readonly Script _script = new();
    private HandlerControl _control = null!;
    private IAsyncDisposable? _running;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Ledger.AsAdmin("create table mt_doc_tally (like mt_doc_talksstatus including all)");
        await Ledger.AsAdmin($"grant select, insert, update, delete on mt_doc_tally to {Ledger.WriterRole}");
        _control = new(Ledger.Log, [_script.Handler()]);
    }

    public override async ValueTask DisposeAsync()
    {
        await End();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_entry_is_handled_once_and_in_order_whether_it_was_there_before_or_comes_later()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        Begin();
        await CaughtUp(2);
        await Ledger.Appended(Request("doha", "three"));
        await Ledger.Appended(Request("cairo", "four"));
        await CaughtUp(4);
        _script.Seen.ShouldBe(["one", "two", "three", "four"]);
        (await Tallied("doha")).ShouldBe("one two three");
        (await Ledger.AsAdmin("select last_seq_id from mt_event_progression where name = 'Tally:All'")).ShouldBe(4L);
        (await Ledger.AsAdmin("select mt_version from mt_doc_tally where id = 'doha'")).ShouldBe(3L);
    }

    [Fact]
    public async Task One_that_may_go_stream_after_stream_is_through_a_log_that_was_there_before()
    {
        await Ledger.Appended(Request("doha", "one"));
        await Ledger.Appended(Request("cairo", "two"));
        await Ledger.Appended(Request("doha", "three"));
        _running = Ledger.Log.Run([_script.Handler(isByStream: true)], new() { Heartbeat = TimeSpan.FromMilliseconds(50) });
        await CaughtUp(3);
        (await Tallied("doha")).ShouldBe("one three");
        (await Tallied("cairo")).ShouldBe("two");
    }

    [Fact]
    public async Task Begun_again_it_goes_on_where_it_was()
    {
        Begin();
        await Ledger.Appended(Request("doha", "one", "two"));
        await CaughtUp(2);
        await End();
        await Ledger.Appended(Request("doha", "three"));
        Begin();
        await CaughtUp(3);
        _script.Seen.ShouldBe(["one", "two", "three"]);
        (await Tallied("doha")).ShouldBe("one two three");
    }

    [Fact]
    public async Task An_entry_that_it_cannot_get_past_stops_it_just_before_and_mended_it_goes_on()
    {
        _script.Before = entry =>
            entry.Data.Text == "poison" ? throw new InvalidOperationException("Cannot be counted.") : Task.CompletedTask;
        await Ledger.Appended(Request("doha", "one", "two", "poison", "three"));
        Begin();
        await Waiting.Until(async () => (await Status()).Any(s => s.Stopped is not null));
        var stopped = (await Status()).Single();
        (stopped.Position, stopped.Stopped!.Sequence, stopped.Stopped.Error).ShouldBe(
            (2, 3, "InvalidOperationException: Cannot be counted.")
        );
        (await Tallied("doha")).ShouldBe("one two");
        _script.Before = _ => Task.CompletedTask;
        (await _control.Retry("Tally", default)).ShouldBeTrue();
        await CaughtUp(4);
        (await Tallied("doha")).ShouldBe("one two poison three");
    }

    [Fact]
    public async Task Told_to_skip_it_goes_on_behind_the_entry()
    {
        _script.Before = entry => entry.Data.Text == "poison" ? throw new InvalidOperationException("No.") : Task.CompletedTask;
        await Ledger.Appended(Request("doha", "one", "poison", "two"));
        Begin();
        await Waiting.Until(async () => (await Status()).Any(s => s.Stopped is not null));
        (await _control.Skip("Tally", default)).ShouldBeTrue();
        await CaughtUp(3);
        (await Tallied("doha")).ShouldBe("one two");
        (await Status()).Single().Skipped.ShouldBe([2]);
    }

    [Fact]
    public async Task Built_anew_beside_what_serves_it_takes_its_place_and_what_was_wrong_is_right()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        Begin();
        await CaughtUp(2);
        await Ledger.AsAdmin("""update mt_doc_tally set data = '{"id": "doha", "version": 2, "texts": ["tampered"]}'""");
        (await _control.Rebuild("Tally", default)).ShouldBeTrue();
        await Waiting.Until(async () => (await Status()) is [{ Generation: 2, IsServing: true, Lag: 0, IsRunning: true }]);
        (await Tallied("doha")).ShouldBe("one two");
        await Ledger.Appended(Request("doha", "three"));
        await CaughtUp(3);
        (await Tallied("doha")).ShouldBe("one two three");
    }

    [Fact]
    public async Task Connections_killed_under_way_lose_nothing_and_double_nothing()
    {
        Begin();
        for (var i = 1; i <= 6; i++)
        {
            await Ledger.Appended(Request("doha", $"{i}"));
            await Ledger.AsAdmin(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'ledger handlers %' and datname = current_database()"
            );
        }

        await CaughtUp(6);
        (await Tallied("doha")).ShouldBe("1 2 3 4 5 6");
    }

    private void Begin() => _running = Ledger.Log.Run([_script.Handler()], new() { Heartbeat = TimeSpan.FromMilliseconds(50) });

    private async Task End()
    {
        if (_running is not null)
            await _running.DisposeAsync();
        _running = null;
    }

    private Task<IReadOnlyList<HandlerStatus>> Status() => _control.List(TestContext.Current.CancellationToken);

    private Task CaughtUp(long head) =>
        Waiting.Until(async () => (await Status()).Any(s => s.IsServing && s.Lag == 0 && s.Head >= head && s.Position >= head));

    private Task<object?> Tallied(string stream) =>
        Ledger.AsAdmin(
            $"select string_agg(t.text, ' ') from mt_doc_tally, jsonb_array_elements_text(data -> 'texts') t (text) where id = '{stream}'"
        );
}
