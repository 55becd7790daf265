using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>One field: who stands behind its value, who says otherwise, and what was said before.</summary>
public sealed class FieldTests
{
    private static string Begun(string payload, string asserted, string source, int id, string on = "2025-07-05") =>
        Said(
            "military_operations_begun",
            $"'party':'alpha'{payload}",
            on,
            source: source,
            asserted: asserted,
            occurrence: "war",
            id: Id(id)
        );

    private static PartyStatus Alpha(params string[] told) => Given(told).View<TalksStatus>().Parties["alpha"];

    [Fact]
    public void What_only_some_accounts_say_is_as_the_last_of_them_says_and_contested_by_the_others()
    {
        var area = Alpha(
            Begun(",'area':'North'", "2025-07-06", "gazette", 1),
            Begun(",'area':'South'", "2025-07-07", "wire", 2),
            Begun("", "2025-07-09", "memo", 3)
        ).Area!;

        (area.Value, area.Viewpoints.Single().ToString(), area.Events.Single()).ShouldBe(("South", "publisher:The Wire", Id(2)));
        area.Contested!.Single().Value.ShouldBe("North");
    }

    [Fact]
    public void What_a_viewpoint_no_longer_says_is_not_said() =>
        Alpha(Begun(",'area':'North'", "2025-07-06", "wire", 1), Begun("", "2025-07-07", "wire", 2)).Area.ShouldBeNull();

    [Fact]
    public void A_date_that_excludes_the_others_contests_an_equal_value()
    {
        var state = Alpha(
            Begun("", "2025-07-06", "wire", 1, on: "2025-07-05"),
            Begun("", "2025-07-09", "gazette", 2, on: "2025-07-07")
        ).Hostilities!;

        var rival = state.Contested!.Single();
        (rival.Kind, rival.Value, rival.Viewpoint.ToString()).ShouldBe((RivalKind.Date, Hostilities.UnderWay, "publisher:The Wire"));
    }

    [Fact]
    public void Denials_of_one_viewpoint_are_one_rival_with_all_of_them_in_their_weakest_mode()
    {
        var told = new[]
        {
            Said("talks_collapsed", "", "2025-07-10", id: Id(1)),
            Said("talks_collapsed", "", "2025-07-10", source: "wire", occurrence: Id(1).ToString(), claim: "denied", id: Id(2)),
            Said(
                    "talks_collapsed",
                    "",
                    "2025-07-10",
                    source: "wire",
                    asserted: "2025-07-25",
                    occurrence: Id(1).ToString(),
                    claim: "denied",
                    id: Id(3)
                )
                .Replace("observed", "inferred", StringComparison.Ordinal),
        };
        var rival = Given(told).View<TalksStatus>().Phase!.Contested!.Single();

        (rival.Denies, rival.WeakestMode).ShouldBe((true, Mode.Inferred));
        rival.Events.ShouldBe([Id(2), Id(3)]);
    }

    [Fact]
    public void Who_says_otherwise_does_so_still_when_time_has_ended_it_and_what_was_said_before_stays()
    {
        string[] told =
        [
            Said("ceasefire_began", "'parties':['alpha']", "2025-06-20"),
            Said("ceasefire_began", "'parties':['alpha']", "2025-07-05/2025-07-12", source: "wire"),
            Begun(",'until':'2025-07-09'", "2025-07-10", "gazette", 1, on: "2025-07-07"),
        ];
        var status = Given(told).View<TalksStatus>();

        var before = status.At(Edtf.Parse("2025-07-08").Earliest).Parties["alpha"].Hostilities!;
        (before.Value, before.Contested!.Single().Value).ShouldBe((Hostilities.UnderWay, Hostilities.Ceasefire));
        var after = status.At(Edtf.Parse("2025-07-11").Earliest).Parties["alpha"].Hostilities!;
        (after.Value, after.Contested!.Single().Value).ShouldBe((Hostilities.Halted, Hostilities.Ceasefire));
        after.History!.Select(w => w.Value).ShouldBe([.. (before.History ?? []).Select(w => w.Value), Hostilities.UnderWay]);
        after.History![^1].Viewpoint.ToString().ShouldBe("publisher:The Gazette");
        before.History.ShouldNotBeNull();
    }

    [Fact]
    public void Who_dates_the_beginning_otherwise_is_before_the_end_that_time_made()
    {
        var status = Given(
                Begun(",'until':'2025-07-09'", "2025-07-06", "wire", 1, on: "2025-07-05"),
                Begun(",'until':'2025-07-09'", "2025-07-08", "gazette", 2, on: "2025-07-07")
            )
            .View<TalksStatus>();

        var after = status.At(Edtf.Parse("2025-07-11").Earliest).Parties["alpha"].Hostilities!;
        (after.Value, after.Occurred.Text, after.Contested).ShouldBe((Hostilities.Halted, "2025-07-09", null));
        after.Viewpoints.Select(v => v.ToString()).ShouldBe(["publisher:The Gazette", "publisher:The Wire"]);
        after
            .History!.Select(w => (w.Value, w.Occurred.Text, w.Viewpoint.ToString()))
            .ShouldBe([
                (Hostilities.UnderWay, "2025-07-05", "publisher:The Wire"),
                (Hostilities.UnderWay, "2025-07-07", "publisher:The Gazette"),
            ]);
    }

    [Fact]
    public void Of_one_instant_two_happenings_stand_beside_each_other()
    {
        const string noon = "2025-07-05T12:00:00Z";
        var same = Given(Said("venue_changed", "'venue':'Rome'", noon, source: "wire"), Said("venue_changed", "'venue':'Rome'", noon))
            .View<TalksStatus>()
            .Venue!;
        same.Viewpoints.Select(v => v.ToString()).ShouldBe(["publisher:The Gazette", "publisher:The Wire"]);
        var other = Given(Said("venue_changed", "'venue':'Rome'", noon, source: "wire"), Said("venue_changed", "'venue':'Doha'", noon))
            .View<TalksStatus>()
            .Venue!;
        (other.Value, other.Contested!.Single().Value, other.Contested!.Single().Kind).ShouldBe(("Doha", "Rome", RivalKind.Value));
    }

    [Fact]
    public void What_time_has_ended_keeps_who_said_that_it_held()
    {
        string[] told = [Begun(",'until':'2025-07-09'", "2025-07-06", "wire", 1)];
        var request = new DateTimeOffset(2025, 8, 1, 0, 0, 0, TimeSpan.Zero);
        var state = View.Of<TalksStatus>(Given(told).History.Through(Lens.Everything), request)
            .Parties["alpha"]
            .Operations["unnamed"]
            .State!;

        state.Value.ShouldNotBe(OperationState.UnderWay);
        var before = state.History![^1];
        (before.Value, before.Viewpoint.ToString(), before.Events.Single()).ShouldBe(
            (OperationState.UnderWay, "publisher:The Wire", Id(1))
        );
    }

    [Theory]
    [InlineData("2025-07-05/2025-07-09", "2025-07-09")]
    [InlineData("2025-07-05/..", "open")]
    [InlineData("2025-07-05/", "unknown")]
    public void The_end_of_an_interval_is_said_as_it_was_asserted(string on, string end) =>
        Alpha(Begun("", "2025-07-06", "wire", 1, on)).Operations["unnamed"].Until!.Value.ToString().ShouldBe(end);

    [Fact]
    public void A_new_beginning_forgets_how_the_one_before_was_to_end()
    {
        var until = Alpha(
            Said("military_operations_begun", "'party':'alpha','until':'2025-07-09'", "2025-07-05", id: Id(1)),
            Said("military_operations_begun", "'party':'alpha'", "2025-07-07", id: Id(2))
        )
            .Operations["unnamed"]
            .Until;

        until.ShouldBeNull();
    }

    [Fact]
    public void Another_account_of_an_end_contests_it_and_one_of_another_beginning_does_not()
    {
        var until = Alpha(
            Begun(",'until':'2025-07-08'", "2025-07-06", "wire", 1),
            Begun(",'until':'2025-07-09'", "2025-07-07", "gazette", 2)
        )
            .Operations["unnamed"]
            .Until!;

        (until.Value.ToString(), until.Contested!.Single().Value!.ToString()).ShouldBe(("2025-07-09", "2025-07-08"));
    }

    [Theory]
    [InlineData(null, "The plan", "The plan")]
    [InlineData("The old plan", "The plan", "The plan")]
    [InlineData("The old plan", null, "The old plan")]
    [InlineData(null, null, "")]
    public void A_proposal_is_named_as_the_latest_account_names_it_else_as_any_does(string? older, string? latest, string named)
    {
        var frame = Frame.Of(
            Given(Offered(older, "wire", "2025-07-06", 1), Offered(latest, "gazette", "2025-07-07", 2)).History.Through(Lens.Everything)
        );

        frame.Tabled["bridge"].ShouldBe(named);

        static string Offered(string? title, string source, string asserted, int id) =>
            Said(
                "proposal_offered",
                $"'proposal':'bridge','by':'gamma'{(title is null ? "" : $",'title':'{title}'")}",
                "2025-07-05",
                source: source,
                asserted: asserted,
                id: Id(id)
            );
    }

    [Fact]
    public void An_agreement_is_named_by_its_id_else_by_the_proposal_it_came_from()
    {
        var frame = Frame.Of(
            Given(
                Said("agreement_reached", "'agreement':'accord','proposal':'plan','title':'The accord'", "2025-07-05"),
                Said("agreement_reached", "'proposal':'plan','title':'The planned one'", "2025-07-06")
            )
                .History.Through(Lens.Everything)
        );

        frame
            .Agreed.ToDictionary(a => a.Key, a => a.Value)
            .ShouldBe(new Dictionary<string, string> { ["accord"] = "The accord", ["plan"] = "The planned one" });
    }

    [Fact]
    public void What_two_maps_do_not_share_is_found_in_order_of_keys()
    {
        var (same, one, other) = (new object(), new object(), new object());
        var before = View.Map<object>().Add("a", one).Add("c", same).Add("d", one).Add("f", one);
        var after = View.Map<object>().Add("b", other).Add("c", same).Add("d", other).Add("e", other);

        View.Changes(before, after)
            .ShouldBe([("a", one, null), ("b", null, other), ("d", one, other), ("e", null, other), ("f", one, null)]);
        View.Changes(before, View.Map<object>()).Select(c => c.Key).ShouldBe(["a", "c", "d", "f"]);
        View.Changes(View.Map<object>(), before).Select(c => c.Key).ShouldBe(["a", "c", "d", "f"]);
        View.Changes(before, before).ShouldBeEmpty();
    }

    [Fact]
    public void A_list_that_grew_from_another_leaves_it_as_it_was_and_two_that_grew_from_one_do_not_meet()
    {
        var first = Grown<string>.None.With(["a", "b"]);
        var (left, right) = (first.With(["c"]), first.With(["d", "e"]));

        first.ShouldBe(["a", "b"]);
        left.ShouldBe(["a", "b", "c"]);
        right.ShouldBe(["a", "b", "d", "e"]);
        left.With(["f"]).ShouldBe(["a", "b", "c", "f"]);
        Enumerable.Range(0, 50).Aggregate(first, (list, i) => list.With([$"{i}"])).Count.ShouldBe(52);
    }
}
