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

    [Fact]
    public void What_is_asserted_after_its_source_was_published_is_warned_of()
    {
        var talks = Opened()
            .Source(Quotes("{'source':'old','kind':'article','title':'Old','publisher':'The Old','published':'2025-07-01'}"));

        Warned(talks, Said("talks_collapsed", on: "2025-07-01", source: "old", asserted: "2025-07-02"))
            .ShouldBe(["asserted_after_published"]);
        Warned(talks, Said("talks_collapsed", on: "2025-07-01", source: "old", asserted: "2025-07")).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_in_the_future_is_warned_of()
    {
        var talks = Opened();
        IEnumerable<string> At(string now, string body) =>
            new RecordDevelopments(talks.History, new Dictionary<SourceId, string>(), Edtf.Parse(now).Earliest)
                .Decide([new Draft(Id(9), Ledger.Json(body))])
                .Records.Single()
                .Warnings.Select(w => w.Code);

        At("2025-07-01", Said("talks_collapsed", on: "2025-07-02", asserted: "2025-07-02"))
            .ShouldBe(["asserted_in_future", "occurs_in_future"]);
        At("2025-07-01", Said("talks_resumed", on: "2025-07-02", asserted: "2025-06-30", claim: "planned")).ShouldBeEmpty();
        At("2025-07-03", Said("talks_collapsed", on: "2025-07-02", asserted: "2025-07-02")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("agreement_signed", "")]
    [InlineData("agreement_ratified", "'by':'beta'")]
    [InlineData("agreement_rejected", "'by':'beta'")]
    public void What_is_said_of_an_agreement_that_is_not_on_record_is_warned_of(string type, string payload)
    {
        Warned(Opened(), Said(type, payload)).ShouldBe(["agreement_missing"]);
        Warned(Given(Said("agreement_reached", "", "2025-07-01")), Said(type, payload)).ShouldBeEmpty();
    }

    [Fact]
    public void A_speaker_out_of_office_or_for_a_party_outside_the_talks_is_warned_of()
    {
        var talks = Opened()
            .Speaker(Quotes("{'speaker':'minister','identity':'named','name':'A Minister','party':'alpha','valid':'2024'}"))
            .Speaker(Quotes("{'speaker':'stranger','identity':'named','name':'A Stranger','party':'omega'}"));

        Warned(talks, Said("talks_collapsed", by: "minister")).ShouldBe(["speaker_out_of_office"]);
        Warned(talks, Said("talks_collapsed", by: "stranger")).ShouldBe(["speaker_party_unknown"]);
        Warned(talks, Said("talks_collapsed", by: "envoy")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("proposal_expired", "'proposal':'plan'", "2025-05-01")]
    [InlineData("military_operations_halted", "'party':'alpha'", "2025-07-01")]
    public void An_end_before_its_beginning_is_warned_of(string type, string payload, string on) =>
        Warned(Given(Said("military_operations_begun", "'party':'alpha'", "2025-07-05")), Said(type, payload, on))
            .ShouldBe(["answers_before"]);

    [Fact]
    public void An_edge_that_names_itself_is_warned_of() =>
        Warned(Opened(), Said("talks_collapsed", after: Id(1).ToString(), id: Id(1))).ShouldBe(["after_cycle"]);

    [Fact]
    public void What_equals_a_standing_record_is_warned_of()
    {
        var told = Said("talks_collapsed", "'by':'beta'", id: Id(1));
        var again = told.Replace(Id(1).ToString(), Id(2).ToString(), StringComparison.Ordinal);

        Warned(Given(told), again).ShouldBe(["same_as"]);
        Warned(Given(told, Retracted(Id(1))), again).ShouldBeEmpty();
        Warned(Given(told), again.Replace("gazette", "wire", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Warned(Ledger talks, string body)
    {
        var decision = talks.Decide(body);
        decision.Problems.ShouldBeEmpty();
        return decision.Records.ShouldHaveSingleItem().Warnings.Select(w => w.Code);
    }
}
