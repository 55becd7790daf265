using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Testing;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;
using Replay = NegotiationLedger.Views.Replay;

namespace NegotiationLedger.Tests.Views;

public sealed class ReplayTests
{
    private static readonly ReplayRange HowItHappened = new(ReplayOrder.Occurred);
    private static readonly ReplayRange HowWeLearnedIt = new(ReplayOrder.Recorded);

    private static readonly Arbitrary<(Told[] Told, Lens Lens)> Seen = Arb.From(
        from told in Histories.Generator
        from lens in RandomLenses.Any.Generator
        select (told, lens)
    );

    [Fact]
    public void In_order_of_occurrence_a_frame_is_the_view_up_to_its_record() =>
        ForEveryFrame(HowItHappened, frame => lens => lens with { OccurredUntil = new($"@{frame.Entry!.Id}", null, frame.Entry!.Id) });

    [Fact]
    public void In_order_of_recording_a_frame_is_the_view_when_its_record_was_made() =>
        ForEveryFrame(
            HowWeLearnedIt,
            frame => lens => lens with { RecordedUntil = new($"@{frame.Entry!.Sequence}", Position: frame.Entry!.Sequence) }
        );

    [Fact]
    public void The_patches_in_turn_lead_from_the_first_view_to_the_last() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var history = Ledger(seen.Told).History;
                return Both(history, seen.Lens)
                    .All(frames =>
                    {
                        if (frames.Count == 0)
                            return true;
                        var led = frames.Skip(1).Aggregate(Json(frames[0]), (view, frame) => JsonPatch.Apply(view, frame.Patch));
                        return frames.Count(f => f.IsLast) == 1 && frames[^1].IsLast && JsonNode.DeepEquals(led, Json(frames[^1]));
                    });
            },
            rounds: 60
        );

    [Fact]
    public void The_last_frame_of_a_replay_to_the_end_is_the_answer_as_of_the_request() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var (history, request) = (LedgerWithRegistrations(seen.Told).History, Edtf.Parse("2025-07-08").Earliest);
                return ViewCatalog.All.All(view =>
                    new[] { HowItHappened, HowWeLearnedIt }.All(range =>
                        view.Replay(history, seen.Lens, range, request).ToList() is not { Count: > 0 } frames
                        || Json(frames[^1]).ToJsonString() == Text(view.Fold(history.Through(seen.Lens), request))
                    )
                );
            },
            rounds: 60
        );

    [Fact]
    public void What_is_registered_after_the_last_record_is_a_frame_of_how_we_learned_it()
    {
        var ledger = Opened().Record(Said("team_recalled", "'party':'beta'", by: "envoy"));
        var before = ledger.History.Entries.Count;
        ledger.Role("envoy", Quotes("{'title':'Turncoat','party':'beta'}"));

        var last = Replay.Of<TalksStatus>(ledger.History, Lens.Everything, HowWeLearnedIt).Last();

        (last.IsLast, last.What).ShouldBe((true, "speaker role changed"));
        last.Words.ShouldBe(["Beta: team recalled, now the account of Beta, no longer of Alpha"]);
        last.View.Parties["beta"].Presence!.Viewpoints.Single().ToString().ShouldBe("party:beta");
        Replay.Records(ledger.History, Lens.Everything, ReplayOrder.Recorded).Count.ShouldBe(before);
    }

    [Fact]
    public void A_replay_from_any_record_goes_on_as_the_whole_does() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var (history, request) = (Ledger(seen.Told).History, Edtf.Parse("2025-07-08").Earliest);
                return ViewCatalog
                    .All.Take(2)
                    .All(view =>
                        new[] { HowItHappened, HowWeLearnedIt }.All(range =>
                        {
                            var whole = view.Replay(history, seen.Lens, range, request).ToList();
                            var start = whole.FindLastIndex(f => f.Number <= 1 + whole.Count / 2 && f.Entry is not null);
                            if (start < 1)
                                return true;
                            var entry = whole[start].Entry!;
                            var text = range.Order is ReplayOrder.Occurred ? $"@{entry.Id}" : $"@{entry.Sequence}";
                            var (from, _) = ReplayRange.Parse(range.Order.ToString().ToLowerInvariant(), text, null);
                            return view.Replay(history, seen.Lens, from, request)
                                .Select(What)
                                .SequenceEqual(whole.Skip(start).Select(What));
                        })
                    );
            },
            rounds: 60
        );

    [Fact]
    public void The_records_that_a_lens_shows_each_begin_a_frame_of_any_view_and_others_where_they_change_it() =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var history = Ledger(seen.Told).History;
                return new[] { HowItHappened, HowWeLearnedIt }.All(range =>
                {
                    var records = Replay.Records(history, seen.Lens, range.Order).Select(e => e.Id).ToList();
                    return ViewCatalog.All.All(view =>
                    {
                        var framed = view.Replay(history, seen.Lens, range).Where(f => f.Entry is not null).ToList();
                        return framed.Select(f => f.Entry!.Id).Intersect(records).SequenceEqual(records)
                            // What is not shown has a frame where it changes the answer: by dating otherwise what is shown, for one.
                            && framed.All(f => records.Contains(f.Entry!.Id) || f.Patch.Count > 0);
                    });
                });
            },
            rounds: 60
        );

    private static string What(ReplayFrame frame) => $"{frame.Entry?.Id} {frame.At:o} {frame.What} {frame.Patch.ToJsonString()}";

    [Fact]
    public void What_ends_by_itself_between_two_records_or_after_the_last_is_a_frame_without_a_record()
    {
        var ledger = Opened()
            .Record(Said("talks_convened", "'parties':['alpha','beta']", "2025-07-02/2025-07-04"))
            .Record(Said("team_recalled", "'party':'beta'", "2025-07-10"))
            .Record(
                Said(
                    "ultimatum_issued",
                    "'ultimatum':'leave','by':'alpha','to':'beta','text':'Leave','deadline':'2025-07-12'",
                    "2025-07-11"
                )
            );

        var frames = Replay.Of<TalksStatus>(ledger.History, Lens.Everything, HowItHappened, Edtf.Parse("2025-07-20").Earliest).ToList();

        frames
            .Where(f => f.Entry is null)
            .Select(f => (f.At, f.What, f.Words[0]))
            .ShouldBe([
                (Edtf.Parse("2025-07-05").Earliest, "time passes", "The talks: out of session, no longer in session"),
                (Edtf.Parse("2025-07-13").Earliest, "time passes", "Alpha's ultimatum (Leave): its deadline 2025-07-12 has passed"),
            ]);
        frames.Select(f => f.Number).ShouldBe(Enumerable.Range(1, frames.Count));
        (frames[^1].IsLast, frames.Count(f => f.IsLast)).ShouldBe((true, 1));
    }

    [Fact]
    public void The_first_patch_begins_from_the_view_of_nothing()
    {
        foreach (var view in ViewCatalog.All)
        {
            var nothing = JsonNode.Parse(view.Fold(History.Empty(new("talks"), Registry.Empty).Through(Lens.Everything)));
            var first = view.Replay(Doha.Ledger().History, Lens.Everything, HowItHappened).First();

            JsonNode.DeepEquals(JsonPatch.Apply(nothing!, first.Patch), Json(first)).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_range_gives_the_same_frames_as_the_whole_does_there()
    {
        var ledger = Opened();
        for (var day = 1; day <= 9; day++)
            ledger.Record(Said("figure_reported", $"'subject':'held','value':{day}", on: $"2025-07-0{10 - day}"));
        var status = ViewCatalog.Find("status")!;
        foreach (var order in Enum.GetValues<ReplayOrder>())
        {
            var all = status.Replay(ledger.History, Lens.Everything, new(order)).ToList();
            var (range, problems) =
                order is ReplayOrder.Occurred
                    ? ReplayRange.Parse("occurred", "2025-07-03", "2025-07-07")
                    : ReplayRange.Parse("recorded", $"@{all[10].Entry!.Sequence}", $"@{all[14].Entry!.Sequence}");
            problems.ShouldBeEmpty();

            var some = status.Replay(ledger.History, Lens.Everything, range).ToList();

            some.Count.ShouldBe(5);
            some.Select(f => f.Number).ShouldBe([1, 2, 3, 4, 5]);
            var same = all.SkipWhile(f => f.Entry!.Id != some[0].Entry!.Id).Take(5).ToList();
            some.Select(f => (f.Entry!.Id, f.Patch.ToJsonString(), Json(f).ToJsonString()))
                .ShouldBe(same.Select(f => (f.Entry!.Id, f.Patch.ToJsonString(), Json(f).ToJsonString())));
        }
    }

    [Fact]
    public void A_range_may_begin_and_end_at_a_record()
    {
        var ledger = Doha.Ledger();
        var ids = ledger.Through().Visible.Select(a => a.Id).ToList();
        var (range, _) = ReplayRange.Parse(null, $"@{ids[20]}", $"@{ids[30]}");

        var frames = Replay.Of<TalksStatus>(ledger.History, Lens.Everything, range).ToList();

        frames.Select(f => f.Entry!.Id).ShouldBe(ids[20..31]);
    }

    [Theory]
    [InlineData("backwards", null, null, "/order", "'backwards' is not a valid order: give one of occurred, recorded.")]
    [InlineData("occurred", "@7", null, "/from", "'@7' is not a valid place")]
    [InlineData("recorded", "@01983d97-0000-7000-8000-000000000001", null, "/from", "is not a valid position")]
    [InlineData("recorded", null, "2025-07~", "/to", "is qualified")]
    [InlineData("occurred", null, "yesterday", "/to", "yesterday")]
    public void A_range_that_is_none_is_refused_by_name(string order, string? from, string? to, string pointer, string detail)
    {
        var problem = ReplayRange.Parse(order, from, to).Problems.ShouldHaveSingleItem();

        problem.Pointer.ShouldBe(pointer);
        problem.Detail.ShouldContain(detail);
    }

    [Fact]
    public void A_range_that_names_a_record_the_lens_does_not_show_is_refused_at_once()
    {
        var ledger = Opened();
        var (range, _) = ReplayRange.Parse("occurred", $"@{Id(77)}", null);

        Should.Throw<LensException>(() => Replay.Of<TalksStatus>(ledger.History, Lens.Everything, range)).Problem.Pointer.ShouldBe("/from");
    }

    [Fact]
    public void On_24_July_the_recalls_come_before_the_collapse_and_the_collapse_before_the_operations()
    {
        var ledger = Doha.Ledger();
        var frames = Replay.Of<TalksStatus>(ledger.History, Lens.Everything, HowItHappened).ToList();

        frames
            .Select(f => f.What)
            .Where(what =>
                what.Contains("recalls", StringComparison.Ordinal)
                || what.Contains("collapsed", StringComparison.Ordinal)
                || what.Contains("operations", StringComparison.Ordinal)
            )
            .ShouldBe([
                "United States recalls its team from Qatar",
                "Israel recalls its team from Doha",
                "talks collapsed",
                "Israel begins military operations in Hamas-held areas, into which IDF units advance",
            ]);
        Answers.Text(frames[^1].View).ShouldBe(Answers.Text(ledger.View<TalksStatus>()));
    }

    [Fact]
    public void How_it_happened_and_how_we_learned_it_part_ways_over_a_late_report()
    {
        var ledger = Doha.Ledger()
            .Record(
                """
                {"type":"team_recalled","occurred":"2025-07-20","party":"israel","from":"Doha","occurrence":"israel-recall-for-consultations",
                 "attribution":{"source":"peace-talks-collapse","mode":"observed","assertedOn":"2025-07-30"}}
                """
            );
        var late = ledger.History.Entries[^1].Id;

        var today = ledger.History.Entries[^1].RecordedAt.AddDays(1);
        var happened = Replay.Of<TalksStatus>(ledger.History, Lens.Everything, HowItHappened, today).ToList();
        var learned = Replay.Of<TalksStatus>(ledger.History, Lens.Everything, HowWeLearnedIt, today).ToList();

        var place = happened.FindIndex(f => f.Entry!.Id == late);
        happened[place].Words.ShouldBe(["Israel: team recalled, no longer at the table"]);
        happened[place + 1].At.ShouldNotBeNull().ShouldBeGreaterThan(happened[place].At!.Value);
        happened[place].View.Phase!.Value.ShouldBe(Phase.InSession);
        learned[^1].Entry!.Id.ShouldBe(late);
        learned[^1].Words.ShouldBeEmpty("by then the team was known to be recalled");
        Answers.Text(learned[^1].View).ShouldBe(Answers.Of<TalksStatus>(ledger.Through(), today));
        learned[^1].View.Phase!.Value.ShouldBe(Phase.Collapsed);
        Answers.Text(happened[^1].View).ShouldBe(Answers.Text(learned[^1].View));
    }

    [Fact]
    public void An_account_is_replayed_with_the_frame_and_with_what_is_about_its_records()
    {
        var ledger = Doha.Ledger();
        var adjourned = ledger.History.Entries.Single(e => e.Data is NegotiationLedger.Vocabulary.TalksAdjourned).Id;
        ledger.Record(Disputed(adjourned)).Record(Disputed(ledger.History.Entries[^2].Id));
        var (lens, _) = Lens.Parse(null, null, null, ["party:israel"], null);

        var frames = Replay.Of<TalksStatus>(ledger.History, lens, HowWeLearnedIt).ToList();

        frames[^1].What.ShouldBe("record disputed: doubtful");
        frames.Count(f => f.Entry!.Data is NegotiationLedger.Vocabulary.PartyJoined).ShouldBe(4);
        frames.Count(f => f.Entry!.Data is NegotiationLedger.Vocabulary.AssertionDisputed).ShouldBe(1);
        frames.ShouldNotContain(f => f.Entry!.Data is NegotiationLedger.Vocabulary.TalksCollapsed);
    }

    private static void ForEveryFrame(ReplayRange range, Func<ReplayFrame, Func<Lens, Lens>> until) =>
        Laws.ForAll(
            Seen,
            seen =>
            {
                var history = Ledger(seen.Told).History;
                return ViewCatalog.All.All(view =>
                    view.Replay(history, seen.Lens, range)
                        .Where(frame => frame.Entry is not null)
                        .All(frame => Json(frame).ToJsonString() == Text(view.Fold(history.Through(until(frame)(seen.Lens)))))
                );
            },
            rounds: 100
        );

    private static IEnumerable<List<ReplayFrame>> Both(History history, Lens lens) =>
        from view in ViewCatalog.All
        from range in new[] { HowItHappened, HowWeLearnedIt }
        select view.Replay(history, lens, range).ToList();

    private static JsonNode Json(ReplayFrame frame)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            frame.WriteView(writer);
        return JsonNode.Parse(bytes.ToArray())!;
    }

    private static string Text(byte[] json) => JsonNode.Parse(json)!.ToJsonString();
}
