using System.Text.Json;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Views;

/// <summary>What the ledger must answer from the Doha talks.</summary>
public class DohaTests
{
    private static readonly Ledger Talks = Doha.Ledger();

    [Fact]
    public void By_everyones_account_the_talks_collapsed_and_the_phase_is_contested()
    {
        var status = Talks.View<TalksStatus>();
        status.Phase!.Value.ShouldBe(Phase.Collapsed);
        status
            .Phase.Contested!.Select(r => (r.Viewpoint.ToString(), r.Value))
            .ShouldBe([("party:israel", Phase.Adjourned), ("party:united-states", Phase.Deadlocked)]);
        status.Parties["israel"].Presence!.Value.ShouldBe(Presence.Recalled);
        status.Parties["united-states"].Presence!.Value.ShouldBe(Presence.Recalled);
        status.Parties["israel"].Hostilities!.Value.ShouldBe(Hostilities.UnderWay);
        status.Figures["hostages remaining"].Value.Value.ShouldBe(new Quantity(50, "persons"));
        status.Figures["hostages believed alive"].Value.Value.ShouldBe(new Quantity(20, "persons"));
        var proposal = status.Proposals["phased-ceasefire"];
        proposal.Responses["israel"].Latest.Value.ShouldBe(Response.Accepted);
        proposal.Responses["hamas"].Latest.Value.ShouldBe(Response.Rejected);
        proposal.Responses["hamas"].Times.ShouldBe(2);
    }

    [Fact]
    public void Hamas_was_at_the_table_and_the_mediators_at_work_until_24_July()
    {
        var status = View.Of<TalksStatus>(Talks.Through(), new DateTimeOffset(2025, 8, 1, 0, 0, 0, TimeSpan.Zero));
        status
            .Parties["hamas"]
            .Presence!.ShouldSatisfyAllConditions(
                p => p.Value.ShouldBe(Presence.WasAtTable),
                p => p.Occurred.Text.ShouldBe("2025-07-24"),
                p => p.Contested.ShouldBeNull()
            );
        status.Mediators.ShouldBeEmpty();
        Talks.View<TalksStatus>(occurredUntil: "2025-07-24").Mediators.ShouldBe(["arab-mediators"]);
        Talks.View<TalksStatus>(occurredUntil: "2025-07-23").Parties["hamas"].Presence!.Value.ShouldBe(Presence.AtTable);
    }

    [Fact]
    public void By_israels_account_the_talks_are_adjourned_and_by_the_american_one_deadlocked()
    {
        var israel = Talks.View<TalksStatus>(accordingTo: "party:israel");
        israel.Phase!.Value.ShouldBe(Phase.Adjourned);
        israel.Phase.Contested.ShouldBeNull();
        var america = Talks.View<TalksStatus>(accordingTo: "party:united-states");
        america.Phase!.Value.ShouldBe(Phase.Deadlocked);
        america.Parties["united-states"].Intent!.Value.ShouldContain("alternative options");
        foreach (var status in new[] { israel, america })
        {
            status.Frame.Title!.Value.ShouldBe("Doha talks, July 2025");
            status.Frame.Parties.Count.ShouldBe(4);
            status.Frame.Issues.Count.ShouldBe(7);
            status.Proposals["phased-ceasefire"].IsStub.ShouldBeTrue();
        }
    }

    [Fact]
    public void On_23_July_the_talks_were_in_session_and_both_rejections_show_with_their_vague_dates()
    {
        var status = Talks.View<TalksStatus>(occurredUntil: "2025-07-23");
        status.Phase!.Value.ShouldBe(Phase.InSession);
        status.Parties.Values.ShouldAllBe(p => p.Presence == null || p.Presence.Value != Presence.Recalled);
        status.Parties.Values.ShouldAllBe(p => p.Hostilities == null);
        var answers = status.Proposals["phased-ceasefire"].Answers.Where(a => a.Response == Response.Rejected).ToList();
        answers.Select(a => a.Occurred.Text).ShouldBe(["2025-07-17~/2025-07-24", "2025-07-17~/2025-07-24"]);
    }

    [Fact]
    public void Hamas_makes_three_demands_and_Israel_two()
    {
        var demands = Talks.View<PartyDemands>();
        demands.Parties["hamas"].Demands.Count.ShouldBe(3);
        demands.Parties["israel"].Demands.Count.ShouldBe(2);
    }

    [Fact]
    public void The_matrix_shows_what_the_talks_are_stuck_on()
    {
        var matrix = Talks.View<IssueMatrix>();
        matrix.Issues["leadership"].State.ShouldBe(RowState.Conflicting);
        foreach (var issue in new[] { "withdrawal", "control", "disarmament" })
            matrix.Issues[issue].State.ShouldBeOneOf(RowState.OneSided, RowState.Conflicting);
        matrix.Issues.Values.ShouldAllBe(row => row.State != RowState.Agreed);
    }

    [Fact]
    public void On_24_July_the_recalls_come_before_the_collapse_and_the_collapse_before_the_operations()
    {
        var types = Talks.View<Timeline>().Items.Select(i => i.Type).ToList();
        types.LastIndexOf("team_recalled").ShouldBeLessThan(types.IndexOf("talks_collapsed"));
        types.IndexOf("talks_collapsed").ShouldBeLessThan(types.IndexOf("military_operations_begun"));
    }

    [Fact]
    public void Retracting_the_second_rejection_changes_today_and_leaves_yesterday_as_it_was()
    {
        var talks = Doha.Ledger();
        var before = talks.Position;
        var second = talks.History.Entries.Last(e => e.Data is ProposalRejected).Id;
        var earlier = Answer(talks.View<TalksStatus>(recordedUntil: before));
        talks.Record($$"""{"type":"assertion_retracted","assertion":"{{second}}","reason":"one report, counted twice"}""");
        talks.View<TalksStatus>().Proposals["phased-ceasefire"].Responses["hamas"].Times.ShouldBe(1);
        Answer(talks.View<TalksStatus>(recordedUntil: before)).ShouldBe(earlier);
    }

    private static string Answer(TalksStatus status) => JsonSerializer.Serialize(status, ViewJson.Default.TalksStatus);
}
