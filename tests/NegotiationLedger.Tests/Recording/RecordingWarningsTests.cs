using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording;

/// <summary>Contradictions are recorded and surfaced, never refused.</summary>
public sealed class RecordingWarningsTests
{
    [Theory]
    [InlineData("team_recalled", "'party':'alpha'", "recalled_without_team")]
    [InlineData("negotiation_opened", "'title':'Other talks'", "known_already")]
    [InlineData("party_joined", "'party':'alpha','name':'A','role':'observer'", "known_already")]
    [InlineData("issue_tabled", "'issue':'land','title':'L'", "known_already")]
    [InlineData("proposal_offered", "'proposal':'plan'", "known_already")]
    [InlineData("demand_stated", "'demand':'d','party':'alpha','text':'T','issue':'water'", "issue_unknown")]
    [InlineData("proposal_amended", "'proposal':'plan','terms':{'water':{'text':'All'}}", "issue_unknown")]
    [InlineData("proposal_accepted", "'proposal':'plan','by':'beta','terms':['water']", "issue_unknown")]
    [InlineData("demand_dropped", "'demand':'d','party':'alpha'", "demand_unknown")]
    [InlineData("ultimatum_ended", "'ultimatum':'u','outcome':'withdrawn'", "ultimatum_unknown")]
    [InlineData("agreement_signed", "'agreement':'accord'", "agreement_unknown")]
    [InlineData("commitment_met", "'commitment':'maps','by':'alpha'", "commitment_unknown")]
    public void What_does_not_agree_with_what_is_known_is_recorded_with_a_warning(string type, string payload, string code) =>
        Warned(Opened(), Said(type, payload, id: Id(1))).ShouldBe([code]);

    [Theory]
    [InlineData("team_dispatched", "'party':'alpha'")]
    [InlineData("talks_convened", "'parties':['alpha']")]
    [InlineData("talks_resumed", "'parties':['alpha']")]
    public void A_team_that_was_sent_or_sat_may_be_recalled(string type, string payload) =>
        Warned(Given(Said(type, payload)), Said("team_recalled", "'party':'alpha'")).ShouldBeEmpty();

    [Fact]
    public void An_agreement_and_a_commitment_are_known_from_the_record_that_introduces_them()
    {
        var talks = Given(
            Said("agreement_reached", "'agreement':'accord'"),
            Said("commitment_made", "'commitment':'maps','by':'alpha','text':'The maps','agreement':'accord'")
        );

        Warned(talks, Said("agreement_signed", "'agreement':'accord'")).ShouldBeEmpty();
        Warned(talks, Said("commitment_missed", "'commitment':'maps','by':'alpha'")).ShouldBeEmpty();
    }

    [Fact]
    public void An_agreement_may_be_reached_and_signed_without_a_name() =>
        Warned(Given(Said("agreement_reached")), Said("agreement_signed")).ShouldBeEmpty();

    [Fact]
    public void What_happened_after_it_was_said_was_perhaps_planned()
    {
        Warned(Opened(), Said("talks_collapsed", on: "2025-07-25", asserted: "2025-07-24")).ShouldBe(["occurred_after_asserted"]);
        Warned(Opened(), Said("talks_collapsed", on: "2025-07-25", asserted: "2025-07-24", claim: "planned")).ShouldBeEmpty();
        Warned(Opened(), Said("talks_collapsed", on: "2025-07", asserted: "2025-07-24")).ShouldBeEmpty();
    }

    [Fact]
    public void An_anonymous_word_without_a_speaker_is_the_sources_own() =>
        Warned(Opened(), Said("talks_collapsed").Replace("observed", "anonymous", StringComparison.Ordinal)).ShouldBe(["speaker_missing"]);

    [Fact]
    public void An_edge_that_closes_a_cycle_or_names_nothing_is_warned_of_at_once()
    {
        var talks = Given(Said("talks_convened", occurrence: "one", after: "two"));

        Warned(talks, Said("talks_collapsed", occurrence: "two", after: "one", id: Id(1))).ShouldBe(["after_cycle"]);
        Warned(talks, Said("talks_collapsed", after: "three", id: Id(1))).ShouldBe(["after_unknown"]);
    }

    [Fact]
    public void A_correction_that_leaves_a_record_unfit_is_warned_of_at_once()
    {
        var talks = Given(Said("talks_collapsed", id: Id(1)));

        Warned(talks, Corrected(Id(1), "'attribution':{'mode':'on_record'}", id: Id(2))).ShouldBe(["correction_does_not_fit"]);
        Warned(talks, Corrected(Id(1), "'reason':'anger'", id: Id(2))).ShouldBeEmpty();
    }

    [Fact]
    public void A_rejection_and_an_acceptance_of_one_party_are_both_recorded() =>
        Opened()
            .DecideArray(
                Said("proposal_accepted", "'proposal':'plan','by':'beta'"),
                Said("proposal_rejected", "'proposal':'plan','by':'beta'", by: "party:alpha")
            )
            .Records.Count.ShouldBe(2);

    private static IEnumerable<string> Warned(Ledger talks, string body)
    {
        var decision = talks.Decide(body);
        decision.Problems.ShouldBeEmpty();
        return decision.Records.ShouldHaveSingleItem().Warnings.Select(w => w.Code);
    }
}
