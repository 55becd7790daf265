using System.Text.Json;
using NegotiationLedger.Store.Tests.Projections;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

public sealed class AppendTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task What_append_returns_is_what_is_read_later()
    {
        var appended = await Ledger.Appended(Request("doha", "one", "two"));
        var read = await Ledger.Log.ReadStream("doha", 0, default);
        appended.IsReplay.ShouldBeFalse();
        read.Entries.ShouldBe(appended.Entries);
        read.Entries.Select(e => (e.Sequence, e.Version, e.RecordedBy, Text(e))).ShouldBe([(1, 1, "anna", "one"), (2, 2, "anna", "two")]);
        read.Version.ShouldBe(2);
        read.Head.ShouldBe(new(2, read.Entries[1].RecordedAt, 0));
    }

    [Fact]
    public async Task The_entries_of_a_batch_share_one_time_and_the_next_batch_is_later()
    {
        var first = (await Ledger.Appended(Request("doha", "one", "two"))).Entries;
        var second = (await Ledger.Appended(Request("doha", "three"))).Entries;
        first[0].RecordedAt.ShouldBe(first[1].RecordedAt);
        second[0].RecordedAt.ShouldBeGreaterThan(first[1].RecordedAt);
    }

    [Fact]
    public async Task The_clock_goes_on_from_the_head_when_the_database_clock_is_behind()
    {
        await Ledger.Database.Tamper("update ledger_head set recorded_at = '2999-01-01T00:00:00.000007Z'");
        var lead = 0.0;
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "ledger.clock.lead")
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        // Other ledgers' clocks are told of too.
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => lead = Math.Max(lead, seconds));
        listener.Start();
        var entry = (await Ledger.Appended(Request("doha", "one"))).Entries[0];
        entry.RecordedAt.ShouldBe(new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(8));
        lead.ShouldBeGreaterThan(TimeSpan.FromDays(365 * 900).TotalSeconds, "so much is the log ahead of the clock");
    }

    [Fact]
    public async Task A_request_for_another_version_is_stale_and_writes_nothing()
    {
        await Ledger.Appended(Request("doha", "one") with { ExpectedVersion = 0 });
        (await Ledger.Append(Request("doha", "two") with { ExpectedVersion = 0 })).ShouldBe(new AppendOutcome.Stale(1));
        (await Ledger.Append(Request("cairo", "three") with { ExpectedVersion = 4 })).ShouldBe(new AppendOutcome.Stale(0));
        await Ledger.Appended(Request("doha", "two") with { ExpectedVersion = 1 });
        (await Ledger.All()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_an_append_reads_of_the_log_does_not_grow_with_it()
    {
        const int batches = 20,
            size = 1000;
        var node = Ledger.Node();
        for (var batch = 0; batch < batches; batch++)
            await node.Append(Request($"long-{batch % 3}", [.. Enumerable.Repeat("one", size)]), default);
        // A connection tells what it read when it ends.
        await node.DisposeAsync();
        await Waiting.Until(async () =>
            (long)(await Ledger.AsAdmin("select coalesce(sum(n_tup_ins), 0)::bigint from pg_stat_user_tables where relname = 'mt_events'"))!
            == batches * size
        );
        const string read = """
            select ((select sum(seq_tup_read) from pg_stat_user_tables where relname = 'mt_events')
                + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'mt_events'))::bigint
            """;
        ((long)(await Ledger.AsAdmin(read))!).ShouldBeLessThan(batches * size);
    }

    [Fact]
    public async Task The_same_events_again_are_answered_with_the_first_entries()
    {
        var request = Request("doha", "one", "two") with { ExpectedVersion = 0 };
        var first = await Ledger.Appended(request);
        var second = await Ledger.Appended(request);
        second.IsReplay.ShouldBeTrue();
        second.Entries.ShouldBe(first.Entries);
        (await Ledger.All()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_id_is_taken_by_other_content_another_stream_or_a_part_of_the_request()
    {
        var request = Request("doha", "one", "two");
        await Ledger.Appended(request);
        var (first, second) = (request.Events[0], request.Events[1]);
        (await Ledger.Append(request with { Events = [first with { Data = Statement("other") }] })).ShouldBe(
            new AppendOutcome.IdTaken(first.Id)
        );
        (await Ledger.Append(request with { Stream = "cairo" })).ShouldBe(new AppendOutcome.IdTaken(first.Id));
        (await Ledger.Append(request with { Events = [second, new(NewId(), Statement("three"))] })).ShouldBe(
            new AppendOutcome.IdTaken(second.Id)
        );
        (await Ledger.All()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_receipt_is_answered_with_the_first_entries_whatever_the_new_ids()
    {
        var first = await Ledger.Appended(Request("doha", "one", "two") with { Receipt = Receipt("k") });
        await Ledger.Appended(Request("doha", "between"));
        var again = await Ledger.Appended(Request("doha", "one", "two") with { Receipt = Receipt("k"), ExpectedVersion = 0 });
        again.IsReplay.ShouldBeTrue();
        again.Entries.ShouldBe(first.Entries);
        (await Ledger.All()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_receipt_of_another_body_is_a_mismatch()
    {
        await Ledger.Appended(Request("doha", "one") with { Receipt = Receipt("k") });
        (
            await Ledger.Append(Request("doha", "two") with { Receipt = Receipt("k", body: 2) })
        ).ShouldBeOfType<AppendOutcome.ReceiptMismatch>();
        await Ledger.Appended(Request("doha", "two") with { Receipt = Receipt("k", body: 2), RecordedBy = "boris" });
        (await Ledger.All()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_receipt_keeps_what_the_first_answer_said_beside_the_entries()
    {
        var request = Request("doha", "one") with { Receipt = Receipt("k") with { Answer = """{"warnings": ["late"]}""" } };
        (await Ledger.Appended(request)).Answer.ShouldBe("""{"warnings": ["late"]}""");
        var again = await Ledger.Appended(Request("doha", "one") with { Receipt = Receipt("k") with { Answer = "{}" } });
        again.IsReplay.ShouldBeTrue();
        again.Answer.ShouldBe("""{"warnings": ["late"]}""");
    }

    [Fact]
    public async Task Events_found_by_their_ids_leave_a_receipt_under_the_key_they_came_with()
    {
        var first = Request("doha", "one");
        var third = Request("doha", "three");
        await Ledger.Appended(first);
        await Ledger.Appended(Request("doha", "two"));
        await Ledger.Appended(third);
        var both = new AppendRequest("doha", [first.Events[0], third.Events[0]], "anna", Receipt: Receipt("k") with { Answer = "[1]" });
        var byIds = await Ledger.Appended(both);
        byIds.IsReplay.ShouldBeTrue();
        byIds.Answer.ShouldBe("[1]");
        byIds.Entries.Select(e => e.Sequence).ShouldBe([1L, 3L]);
        var byKey = await Ledger.Appended(Request("doha", "one", "three") with { Receipt = Receipt("k") });
        byKey.IsReplay.ShouldBeTrue();
        byKey.Answer.ShouldBe("[1]");
        byKey.Entries.ShouldBe(byIds.Entries);
        (
            await Ledger.Append(Request("doha", "x") with { Receipt = Receipt("k", body: 2) })
        ).ShouldBeOfType<AppendOutcome.ReceiptMismatch>();
        (await Ledger.All()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Replays_and_appends_of_one_batch_are_each_answered_with_their_own_entries()
    {
        var earlier = Request("doha", "one", "two") with { Receipt = Receipt("k") };
        var first = await Ledger.Appended(earlier);
        Task<AppendOutcome>[] batch;
        await using (await Ledger.HoldHead())
        {
            _ = Ledger.Append(Request("cairo", "first"));
            await Waiting.ForHead(Ledger, 1);
            batch =
            [
                Ledger.Append(Request("doha", "three")),
                Ledger.Append(Request("doha", "one", "two") with { Receipt = Receipt("k") }),
                Ledger.Append(Request("oslo", "four") with { ExpectedVersion = 9 }),
                Ledger.Append(Request("oslo", "five", "six")),
            ];
        }

        var outcomes = await Task.WhenAll(batch);
        outcomes[0].ShouldBeOfType<AppendOutcome.Appended>().Entries.Select(Text).ShouldBe(["three"]);
        outcomes[1].ShouldBeOfType<AppendOutcome.Appended>().Entries.ShouldBe(first.Entries);
        outcomes[2].ShouldBe(new AppendOutcome.Stale(0));
        outcomes[3].ShouldBeOfType<AppendOutcome.Appended>().Entries.Select(Text).ShouldBe(["five", "six"]);
    }

    [Fact]
    public async Task A_node_forgets_receipts_older_than_a_week()
    {
        foreach (var key in new[] { "old", "new" })
            await Ledger.Appended(Request("doha", key) with { Receipt = Receipt(key) });
        await Ledger.Database.Tamper("update ledger_receipts set recorded_at = recorded_at - interval '8 days' where key = 'old'");
        await using var host = await ProjectingHost.Start(Ledger);
        await Waiting.Until(async () => (long)(await Ledger.AsAdmin("select count(*) from ledger_receipts"))! == 1);
        (await Ledger.Appended(Request("doha", "new") with { Receipt = Receipt("new") })).IsReplay.ShouldBeTrue();
        (await Ledger.Appended(Request("doha", "old") with { Receipt = Receipt("old") })).IsReplay.ShouldBeFalse();
    }

    [Fact]
    public async Task The_entries_of_a_request_carry_the_id_of_their_batch()
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        await Ledger.Appended(Request("doha", "three"));
        var batches = (string[])(await Ledger.AsAdmin("select array_agg(headers ->> 'batch' order by seq_id) from mt_events"))!;
        batches[0].ShouldBe(batches[1]);
        batches[2].ShouldNotBe(batches[0]);
        batches.ShouldAllBe(b => Guid.Parse(b).Version == 7);
    }

    [Fact]
    public async Task A_refused_request_leaves_no_receipt()
    {
        (await Ledger.Append(Request("doha", "one") with { Receipt = Receipt("k"), ExpectedVersion = 7 })).ShouldBe(
            new AppendOutcome.Stale(0)
        );
        (await Ledger.Appended(Request("doha", "one") with { Receipt = Receipt("k"), ExpectedVersion = 0 })).IsReplay.ShouldBeFalse();
    }

    [Fact]
    public async Task A_text_belongs_to_one_source()
    {
        var hash = new string('a', 64);
        await Ledger.Appended(Registration("reuters") with { Text = new(hash, new("reuters"), "The text") });
        (await Ledger.Append(Registration("afp") with { Text = new(hash, new("afp"), "The text") })).ShouldBe(
            new AppendOutcome.TextHeld(new("reuters"))
        );
        (await Ledger.Log.ReadText(hash, default)).ShouldBe("The text");
        (await Ledger.Log.SourceOfText(hash, default)).ShouldBe(new SourceId("reuters"));
        (await Ledger.Log.ReadText(new string('b', 64), default)).ShouldBeNull();
        (await Ledger.Log.SourceOfText(new string('b', 64), default)).ShouldBeNull();
        (await Ledger.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_stored_row_carries_recorder_salt_and_schema_version_as_Marten_would_lay_it_out()
    {
        await Ledger.Appended(Request("doha", "one") with { RecordedBy = "anna \"the pen\"" });
        await Ledger.Appended(Registration("reuters"));
        using var headers = JsonDocument.Parse((string)(await Ledger.AsAdmin("select headers::text from mt_events where seq_id = 1"))!);
        headers.RootElement.GetProperty("recordedBy").GetString().ShouldBe("anna \"the pen\"");
        Convert.FromBase64String(headers.RootElement.GetProperty("salt").GetString()!).Length.ShouldBe(16);
        headers.RootElement.GetProperty("schemaVersion").GetInt32().ShouldBe(1);
        (
            await Ledger.AsAdmin(
                "select mt_dotnet_type || '|' || type || '|' || tenant_id || '|' || is_archived from mt_events where seq_id = 1"
            )
        ).ShouldBe("NegotiationLedger.Vocabulary.StatementMade, NegotiationLedger|statement_made|*DEFAULT*|false");
        (
            await Ledger.AsAdmin("select string_agg(id || '=' || coalesce(type, '-') || ' ' || version, ',' order by id) from mt_streams")
        ).ShouldBe("doha=talks_status 1,source:reuters=- 1");
        (await Ledger.AsAdmin("select last_value from mt_events_sequence")).ShouldBe(2L);
    }

    [Fact]
    public async Task Salts_differ()
    {
        await Ledger.Appended(Request("doha", [.. Enumerable.Range(0, 100).Select(i => $"{i}")]));
        (await Ledger.AsAdmin("select count(distinct headers ->> 'salt') from mt_events")).ShouldBe(100L);
    }

    [Fact]
    public async Task A_request_larger_than_a_batch_goes_alone()
    {
        var log = Ledger.Node(o => o with { MaxBatchEvents = 10 });
        string[] texts = [.. Enumerable.Range(0, 25).Select(n => $"{n}")];
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => log.Append(Request($"n{i}", texts), default)));
        outcomes.ShouldAllBe(o => ((AppendOutcome.Appended)o).Entries.Count == 25);
        (await Ledger.All()).Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 125).Select(n => (long)n));
    }

    [Fact]
    public async Task A_request_without_events_or_with_an_id_twice_is_an_error_of_the_caller()
    {
        await Should.ThrowAsync<ArgumentException>(() => Ledger.Append(Request("doha")));
        var one = new NewEvent(NewId(), Statement("one"));
        await Should.ThrowAsync<ArgumentException>(() => Ledger.Append(new("doha", [one, one], "anna")));
    }

    [Fact]
    public async Task A_request_withdrawn_while_it_waits_is_not_written_and_one_under_way_is()
    {
        using var withdrawn = new CancellationTokenSource();
        Task<AppendOutcome> underWay,
            waiting;
        await using (await Ledger.HoldHead())
        {
            underWay = Ledger.Log.Append(Request("doha", "under way"), withdrawn.Token);
            await Waiting.ForHead(Ledger, 1);
            waiting = Ledger.Log.Append(Request("doha", "waiting"), withdrawn.Token);
            await withdrawn.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        }

        (await underWay).ShouldBeOfType<AppendOutcome.Appended>();
        await Ledger.Appended(Request("doha", "later"));
        (await Ledger.All()).Select(Text).ShouldBe(["under way", "later"]);
    }

    [Fact]
    public async Task Data_that_the_database_rejects_fails_alone()
    {
        List<Task<AppendOutcome>> good = [];
        List<Task<AppendOutcome>> bad = [];
        await using (await Ledger.HoldHead())
        {
            good.Add(Ledger.Append(Request("doha", "first")));
            await Waiting.ForHead(Ledger, 1);
            for (var i = 0; i < 20; i++)
            {
                good.Add(Ledger.Append(Request("doha", $"good {i}")));
                if (i % 7 == 0)
                    bad.Add(Ledger.Append(Request("doha", $"bad\0{i}")));
            }
        }

        (await Task.WhenAll(good)).ShouldAllBe(o => o is AppendOutcome.Appended);
        foreach (var refused in bad)
            (await Should.ThrowAsync<DataRefusedException>(() => refused)).SqlState.ShouldBe("22P05");
        (await Ledger.All()).Count.ShouldBe(21);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD800)]
    public async Task A_name_that_PostgreSQL_cannot_store_is_refused(int character) =>
        (await Should.ThrowAsync<DataRefusedException>(() => Ledger.Append(Request("doha" + (char)character, "one")))).SqlState.ShouldBe(
            "22021"
        );

    [Fact]
    public async Task A_closed_log_takes_nothing()
    {
        var log = Ledger.Node();
        await log.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => log.Append(Request("doha", "one"), default));
    }
}
