using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

public sealed class OccurrenceTests
{
    private static readonly string[] TwoAccounts =
    [
        Said(
            "team_recalled",
            "'party':'alpha','from':'Doha'",
            "2025-07-05",
            "party:alpha",
            asserted: "2025-07-06",
            occurrence: "recall",
            id: Id(1)
        ),
        Said(
            "team_recalled",
            "'party':'alpha','from':'Cairo'",
            "2025-07-03",
            "party:beta",
            asserted: "2025-07-20",
            occurrence: "recall",
            id: Id(2)
        ),
    ];

    [Fact]
    public void A_halt_comes_after_the_operation_in_its_area_however_that_is_written()
    {
        var talks = Given(
            Said("military_operations_halted", "'party':'alpha','area':' north  coast'", "2025-07-03/..", id: Id(1)),
            Said("military_operations_begun", "'party':'alpha','area':'North Coast'", "2025-07-05", id: Id(2)),
            Said("military_operations_begun", "'party':'alpha','area':'South'", "2025-07-07", id: Id(3))
        );

        talks.History.Through(Lens.Everything).Visible.Select(a => a.Id).TakeLast(3).ShouldBe([Id(2), Id(1), Id(3)]);
        talks.View<TalksStatus>().Parties["alpha"].Operations["north coast"].State!.Value.ShouldBe(OperationState.Halted);
    }

    [Fact]
    public void Two_accounts_of_one_happening_take_effect_once_at_the_earlier_and_in_the_words_of_the_later_said()
    {
        var item = Given(TwoAccounts).View<Timeline>().Items.Single(i => i.Type == "team_recalled");

        item.What.ShouldBe("Alpha recalls its team from Cairo");
        item.At.ShouldBe(Edtf.Parse("2025-07-03").Earliest);
        item.Events.ShouldBe([Id(2), Id(1)]);
        (item.ViewpointCount, item.PublisherCount).ShouldBe((2, 1));
    }

    [Fact]
    public void Each_viewpoint_sees_the_happening_when_it_says_it_was()
    {
        var talks = Given(TwoAccounts);

        talks.View<TalksStatus>(accordingTo: "party:alpha").Parties["alpha"].Presence!.Since.ShouldBe(Edtf.Parse("2025-07-05").Earliest);
        talks.View<TalksStatus>(accordingTo: "party:beta").Parties["alpha"].Presence!.Since.ShouldBe(Edtf.Parse("2025-07-03").Earliest);
        talks
            .View<TalksStatus>(occurredUntil: "2025-07-04")
            .Parties["alpha"]
            .Presence!.Viewpoints.Select(v => v.ToString())
            .ShouldBe(["party:beta"]);
        var presence = talks.View<TalksStatus>().Parties["alpha"].Presence!;
        presence.Viewpoints.Select(v => v.ToString()).ShouldBe(["party:beta"]);
        presence.Contested!.Select(r => (r.Kind, r.Viewpoint.ToString())).ShouldBe([(RivalKind.Date, "party:alpha")]);
    }

    [Fact]
    public void Of_two_said_on_one_day_the_one_recorded_later_counts() =>
        Given(
                Said("talks_convened", "'venue':'Doha'", "2025-07-03", occurrence: "talks"),
                Said("talks_convened", "'venue':'Cairo'", "2025-07-03", source: "wire", occurrence: "talks")
            )
            .View<TalksStatus>()
            .Venue!.Value.ShouldBe("Cairo");

    [Fact]
    public void The_same_name_on_another_type_is_another_happening() =>
        Given([.. TwoAccounts, Said("team_dispatched", "'party':'alpha'", "2025-07-02", occurrence: "recall")])
            .View<Timeline>()
            .Items.Count(i => i.Occurrence == "recall")
            .ShouldBe(2);

    [Fact]
    public void Two_rejections_in_one_week_are_two_happenings()
    {
        var rejection = Said("proposal_rejected", "'proposal':'plan','by':'beta'", "2025-07-01/2025-07-07");

        Given(rejection, rejection).View<ProposalBook>().Proposals["plan"].Responses["beta"].Times.ShouldBe(2);
    }

    [Fact]
    public void Two_accounts_of_one_rejection_are_one_answer() =>
        Given(
                Said("proposal_rejected", "'proposal':'plan','by':'beta'", occurrence: "no"),
                Said("proposal_rejected", "'proposal':'plan','by':'beta'", source: "wire", occurrence: "no")
            )
            .View<ProposalBook>()
            .Proposals["plan"]
            .ShouldSatisfyAllConditions(
                p => p.Responses["beta"].Times.ShouldBe(1),
                p => p.Answers.ShouldHaveSingleItem().Events.Count.ShouldBe(2)
            );

    [Fact]
    public void An_account_that_came_through_another_outlet_adds_a_viewpoint_and_no_publisher()
    {
        var relayed = Said("talks_collapsed", "", by: "envoy", source: "wire", occurrence: "end")
            .Replace("\"speaker\"", "\"relayedBy\":[{\"publisher\":\"The Post\"}],\"speaker\"", StringComparison.Ordinal);

        var item = Given(Said("talks_collapsed", "", occurrence: "end"), relayed).View<Timeline>().Items[^1];

        item.Viewpoints.Select(v => v.ToString()).ShouldBe(["party:alpha", "publisher:The Gazette"]);
        (item.ViewpointCount, item.PublisherCount).ShouldBe((2, 1));
    }

    [Theory]
    [InlineData("denied")]
    [InlineData("planned")]
    [InlineData("conditional")]
    public void What_is_not_said_to_have_happened_takes_no_effect_and_is_shown_as_what_it_is(string claim)
    {
        var talks = Given(Said("talks_collapsed", "", claim: claim, id: Id(1)));

        talks.View<TalksStatus>().Phase.ShouldBeNull();
        var item = talks.View<Timeline>().Items[^1];
        NamedValue<NegotiationLedger.Vocabulary.Claim>.NameOf(item.Claim).ShouldBe(claim);
        item.Events.ShouldBe([Id(1)]);
        talks.View<Timeline>().Curve.ShouldNotContain(p => p.Day == "2025-07-10");
    }

    [Fact]
    public void A_plan_that_comes_true_is_shown_beside_what_happened() =>
        Given(
                Said("talks_resumed", "", "2025-07-09", claim: "planned", occurrence: "again"),
                Said("talks_resumed", "", "2025-07-10", occurrence: "again")
            )
            .View<Timeline>()
            .Items.Where(i => i.Occurrence == "again")
            .Select(i => i.Claim.ToString())
            .ShouldBe(["Planned", "Actual"]);
}
