using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>What was agreed, who refused it, and what became of it.</summary>
public sealed class AgreementsTests
{
    private static readonly string Reached = Said("agreement_reached", "'proposal':'plan'", "2025-07-05", id: Id(1));

    private static readonly string VotedDown = Said(
        "agreement_rejected",
        "'by':'beta','body':'the members','votesFor':120,'votesAgainst':340",
        "2025-07-08",
        id: Id(2)
    );

    [Fact]
    public void An_agreement_that_the_members_vote_down_stands_in_status_as_refused_with_the_vote()
    {
        var talks = Given(Reached, VotedDown);

        var status = talks.View<TalksStatus>();
        status.Phase!.Value.ShouldBe(Phase.AgreementRefused);
        var agreement = status.Agreements["plan"];
        agreement.State!.Value.ShouldBe(AgreementState.Rejected);
        agreement.Decisions["beta"].Value.ShouldBe(new PartyDecision(DecisionKind.Rejected, "the members", 120, 340));
        agreement.Terms.Select(t => (t.Key, t.Value.Value)).ShouldBe([("arms", "None"), ("land", "Half")]);

        var row = talks.View<IssueMatrix>().Issues["land"];
        (row.State, row.Agreed!.Text, row.Agreed.IsReopened).ShouldBe((RowState.Conflicting, "Half", true));
        (row.Cells["alpha"].Current.Kind, row.Cells["beta"].Current.Kind).ShouldBe((PositionKind.Agrees, PositionKind.Rejects));
    }

    [Fact]
    public void Refused_and_then_carried_it_is_agreed() =>
        Given(
                Reached,
                VotedDown,
                Said("agreement_ratified", "'by':'beta','body':'the members','votesFor':300,'votesAgainst':90", "2025-08-01")
            )
            .View<TalksStatus>()
            .ShouldSatisfyAllConditions(
                s => s.Phase!.Value.ShouldBe(Phase.Agreed),
                s => s.Agreements["plan"].Decisions["beta"].Value.VotesFor.ShouldBe(300),
                s => s.Agreements["plan"].Decisions["beta"].History!.Single().Value.VotesFor.ShouldBe(120)
            );

    [Theory]
    [InlineData("agreement_signed", "'parties':['alpha','beta']")]
    [InlineData("agreement_ratified", "'by':'beta'")]
    [InlineData("agreement_entered_into_force", "")]
    public void What_is_signed_ratified_or_in_force_is_agreed(string type, string payload) =>
        Given(Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-02"), Said(type, payload, "2025-07-05"))
            .View<TalksStatus>()
            .Phase!.Value.ShouldBe(Phase.Agreed);

    [Fact]
    public void What_was_ratified_and_then_signed_stays_ratified_and_the_signature_is_on_record()
    {
        var decision = Given(
                Reached,
                Said("agreement_ratified", "'by':'beta','body':'the members'", "2025-07-08"),
                Said("agreement_signed", "'parties':['alpha','beta']", "2025-07-09")
            )
            .View<Agreements>()
            .ById["plan"]
            .Decisions["beta"];
        (decision.Value.Kind, decision.History!.Single().Value.Kind).ShouldBe((DecisionKind.Ratified, DecisionKind.Signed));
    }

    [Fact]
    public void Signed_after_the_talks_collapsed_it_is_agreed_again_from_then()
    {
        var phase = Given(
                Said("agreement_reached", "'agreement':'accord'", "2013"),
                Said("talks_collapsed", "", "2018"),
                Said("agreement_signed", "'agreement':'accord'", "2020")
            )
            .View<TalksStatus>()
            .Phase!;

        (phase.Value, phase.Occurred.Text).ShouldBe((Phase.Agreed, "2020"));
    }

    [Theory]
    [InlineData("'terms':{'land':{'text':'Half'}}", Phase.InSession, RowState.OneSided)]
    [InlineData("'terms':{'land':{'text':'Half'}},'scope':'whole'", Phase.Agreed, RowState.OneSided)]
    [InlineData("'terms':{'land':{'text':'Half'},'arms':{'text':'None'}}", Phase.Agreed, RowState.Agreed)]
    [InlineData("'scope':'partial'", Phase.InSession, RowState.OneSided)]
    [InlineData("", Phase.Agreed, RowState.OneSided)]
    public void A_partial_agreement_settles_its_rows_and_leaves_the_phase(string payload, Phase phase, RowState arms)
    {
        var talks = Given(Said("talks_convened", "", "2025-07-01"), Said("agreement_reached", payload, "2025-07-05"));

        talks.View<TalksStatus>().Phase!.Value.ShouldBe(phase);
        var matrix = talks.View<IssueMatrix>();
        matrix.Issues["arms"].State.ShouldBe(arms);
        if (payload.Contains("land", StringComparison.Ordinal))
            matrix.Issues["land"].State.ShouldBe(RowState.Agreed);
    }

    [Fact]
    public void Recording_warns_that_an_agreement_is_partial_and_says_how_to_say_whole()
    {
        var warning = Opened()
            .Decide(Said("agreement_reached", "'terms':{'land':{'text':'Half'}}"))
            .Records.Single()
            .Warnings.ShouldHaveSingleItem();

        warning.Code.ShouldBe("agreement_partial");
        warning.Detail.ShouldContain("scope 'whole'");
    }

    [Theory]
    [InlineData("agreement_terminated", "'by':'alpha'")]
    [InlineData("agreement_expired", "")]
    public void An_agreement_that_is_over_is_not_shown_in_status_and_the_phase_says_so(string type, string payload)
    {
        var talks = Given(Reached, Said(type, payload, "2025-08-01"));

        talks
            .View<TalksStatus>()
            .ShouldSatisfyAllConditions(s => s.Phase!.Value.ShouldBe(Phase.AgreementEnded), s => s.Agreements.ShouldBeEmpty());
        talks.View<Agreements>().ById["plan"].IsEnded.ShouldBeTrue();
    }

    [Fact]
    public void What_becomes_of_another_agreement_than_the_one_behind_the_phase_leaves_it() =>
        Given(
                Said("agreement_reached", "'agreement':'first','scope':'whole'", "2025-07-01"),
                Said("agreement_reached", "'agreement':'second','scope':'whole'", "2025-07-05"),
                Said("agreement_rejected", "'agreement':'first','by':'beta'", "2025-07-06")
            )
            .View<TalksStatus>()
            .Phase!.Value.ShouldBe(Phase.Agreed);

    [Fact]
    public void What_names_no_agreement_means_the_last_before_it()
    {
        var agreements = Given(
                Said("agreement_reached", "'agreement':'first'", "2025-07-01"),
                Said("agreement_reached", "'agreement':'second'", "2025-07-10"),
                Said("agreement_signed", "'parties':['alpha']", "2025-07-05"),
                Said("agreement_breached", "'by':'beta','text':'Crossed'", "2025-07-12", by: "party:alpha", id: Id(3))
            )
            .View<Agreements>()
            .ById;

        agreements["first"].Decisions.Keys.ShouldBe(["alpha"]);
        agreements["second"].Breaches.ShouldHaveSingleItem().Event.ShouldBe(Id(3));
    }

    [Fact]
    public void Two_agreements_that_nobody_names_are_two() =>
        Given(Said("agreement_reached", "", "2013"), Said("agreement_reached", "", "2020", id: Id(1)))
            .View<Agreements>()
            .ById.Keys.ShouldBe([Id(1).ToString(), "agreement"], ignoreOrder: true);

    [Fact]
    public void A_later_demand_on_what_was_agreed_reopens_it_and_that_it_was_agreed_and_broken_stays_visible()
    {
        string Demand(string id, string party, string text) =>
            Said("demand_stated", $"'demand':'{id}','party':'{party}','text':'{text}','issue':'land'", "2022-01-01");
        var reached = Said(
            "agreement_reached",
            "'agreement':'accord','parties':['alpha','beta'],'terms':{'land':{'text':'Half'}}",
            "2020-01-01"
        );
        var breach = Said("agreement_breached", "'by':'beta','text':'Crossed','agreement':'accord'", "2021-01-01");

        var talks = Given(reached, breach, Demand("all", "alpha", "All of it"), Demand("none", "beta", "None of it"));

        var row = talks.View<IssueMatrix>().Issues["land"];
        (row.State, row.Agreed!.Reference, row.Agreed.IsReopened).ShouldBe((RowState.Conflicting, "accord", true));
        row.Cells["beta"].Current.Text.ShouldBe("None of it");
        talks.View<TalksStatus>().Agreements["accord"].Breaches.ShouldHaveSingleItem().Text.ShouldBe("Crossed");
        Given(reached, Demand("half", "alpha", "Half")).View<IssueMatrix>().Issues["land"].State.ShouldBe(RowState.Agreed);
        Given(reached, Demand("all", "delta", "All of it")).View<IssueMatrix>().Issues["land"].State.ShouldBe(RowState.Agreed);
    }

    [Fact]
    public void A_commitment_is_open_met_missed_or_overdue()
    {
        string Made(string id) =>
            Said("commitment_made", $"'commitment':'{id}','by':'beta','text':'To leave','deadline':'2025-07-20'", "2025-07-01");

        var agreements = Given(
                Made("one"),
                Made("two"),
                Made("three"),
                Said("commitment_met", "'commitment':'one','by':'beta'"),
                Said("commitment_missed", "'commitment':'two','by':'beta'")
            )
            .View<Agreements>();

        agreements
            .At(Edtf.Parse("2025-08-01").Earliest)
            .Commitments.Select(c => (c.Key, c.Value.State!.Value))
            .ShouldBe([("one beta", CommitmentState.Met), ("three beta", CommitmentState.Overdue), ("two beta", CommitmentState.Missed)]);
        agreements.NextChangeAt(Edtf.Parse("2025-07-01").Earliest).ShouldBe(Edtf.Parse("2025-07-21").Earliest);
    }
}
