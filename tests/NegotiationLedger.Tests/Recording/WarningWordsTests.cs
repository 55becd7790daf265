using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Recording;

/// <summary>What a recorder reads in a warning: what is odd about the record, and what to do where something is to be done.</summary>
public sealed class WarningWordsTests
{
    [Theory]
    [InlineData("team_recalled", "'party':'alpha'", "No record says that 'alpha' sent a team or sat at the table.")]
    [InlineData(
        "party_joined",
        "'party':'alpha','name':'A','role':'observer'",
        "The party 'alpha' is already known: this is kept as another account of it."
    )]
    [InlineData("issue_tabled", "'issue':'land','title':'L'", "The issue 'land' is already known: this is kept as another account of it.")]
    [InlineData("proposal_offered", "'proposal':'plan'", "The proposal 'plan' is already known: this is kept as another account of it.")]
    [InlineData("negotiation_opened", "'title':'Other talks'", "The negotiation is already known: this is kept as another account of it.")]
    [InlineData(
        "demand_dropped",
        "'demand':'d','party':'alpha'",
        "The demand 'd' is not recorded in this negotiation; it is shown under its id."
    )]
    [InlineData(
        "ultimatum_ended",
        "'ultimatum':'u','outcome':'withdrawn'",
        "The ultimatum 'u' is not recorded in this negotiation; it is shown under its id."
    )]
    [InlineData(
        "agreement_signed",
        "'agreement':'accord'",
        "The agreement 'accord' is not recorded in this negotiation; it is shown under its id."
    )]
    [InlineData(
        "commitment_met",
        "'commitment':'maps','by':'alpha'",
        "The commitment 'maps' is not recorded in this negotiation; it is shown under its id."
    )]
    [InlineData(
        "proposal_amended",
        "'proposal':'plan','terms':{'water':{'text':'All'}}",
        "The issue 'water' is not recorded in this negotiation; it is shown under its id."
    )]
    [InlineData("agreement_signed", "", "It names no agreement, and none is on record; it is shown under 'agreement'.")]
    [InlineData(
        "agreement_reached",
        "'terms':{'land':{'text':'Half'}}",
        "It has terms for some of the issues tabled, so it settles those and leaves the talks as they were; if it settles all, give scope 'whole'."
    )]
    public void What_does_not_agree_with_what_is_known_is_named(string type, string payload, string words) =>
        Warned(Opened(), Said(type, payload)).ShouldBe([words]);

    [Fact]
    public void A_happening_dated_after_it_was_asserted_is_told_with_both_dates() =>
        Warned(Opened(), Said("talks_collapsed", on: "2025-07-25", asserted: "2025-07-24"))
            .ShouldBe([
                "It was asserted on 2025-07-24 but is said to have happened later, on 2025-07-25; if it was only planned, give claim 'planned'.",
            ]);

    [Fact]
    public void What_is_in_the_future_is_told_with_its_date() =>
        new RecordDevelopments(Opened().History, new Dictionary<SourceId, string>(), Edtf.Parse("2025-07-01").Earliest)
            .Decide([new Draft(Id(9), Ledger.Json(Said("talks_collapsed", on: "2025-07-02", asserted: "2025-07-03")))])
            .Records.Single()
            .Warnings.Select(w => w.Detail)
            .ShouldBe([
                "It is asserted on 2025-07-03, which is in the future.",
                "It is said to have happened on 2025-07-02, which is in the future; if it is planned, give claim 'planned'.",
            ]);

    [Fact]
    public void An_assertion_later_than_its_source_is_told_with_both_dates() =>
        Warned(
                Opened().Source(Quotes("{'source':'old','kind':'article','title':'Old','publisher':'The Old','published':'2025-07-01'}")),
                Said("talks_collapsed", on: "2025-07-01", source: "old", asserted: "2025-07-02")
            )
            .ShouldBe(["It is asserted on 2025-07-02, after its source was published (2025-07-01)."]);

    [Fact]
    public void Whose_word_it_is_or_cannot_be_is_told()
    {
        var talks = Opened()
            .Speaker(Quotes("{'speaker':'minister','identity':'named','name':'A Minister','party':'alpha','valid':'2024'}"))
            .Speaker(Quotes("{'speaker':'stranger','identity':'named','name':'A Stranger','party':'omega'}"));

        Warned(talks, Said("talks_collapsed").Replace("observed", "anonymous", StringComparison.Ordinal))
            .ShouldBe(["The assertion is anonymous and names no registered speaker, so it counts as the source's own voice."]);
        Warned(talks, Said("talks_collapsed", by: "minister")).ShouldBe(["No role of 'minister' on 2025-07-24 is registered."]);
        Warned(talks, Said("talks_collapsed", by: "stranger"))
            .ShouldBe(["'stranger' speaks for 'omega', which is not a party to this negotiation."]);
    }

    [Fact]
    public void A_quotation_that_could_not_be_checked_is_told_with_its_source()
    {
        var quoted = Said("talks_collapsed", id: Id(1))
            .Replace("\"mode\"", "\"quote\":{\"exact\":\"No crisis\"},\"mode\"", StringComparison.Ordinal);

        Warned(Opened(), quoted)
            .ShouldBe(["The text of source 'gazette' is not held, so the quotation was not checked and is recorded as unverified."]);
        Warned(Given(quoted), Corrected(Id(1), "'attribution':{'quote':{'exact':'A crisis'}}"))
            .ShouldBe(["The text of the source is not held, so the corrected quotation was not checked and is recorded as unverified."]);
    }

    [Fact]
    public void What_it_says_again_answers_too_early_or_came_after_is_named()
    {
        var told = Said("talks_collapsed", "'by':'beta'", id: Id(1));
        var again = told.Replace(Id(1).ToString(), Id(2).ToString(), StringComparison.Ordinal);

        Warned(Given(told), again).ShouldBe([$"It says the same as {Id(1)}, which stands; if it is not another account, leave it out."]);
        Warned(Opened(), Said("proposal_expired", "'proposal':'plan'", "2025-05-01"))
            .ShouldBe([
                "It is dated 2025-05-01, before what it answers (plan offered by Alpha, 2025-06-01); it is taken to have come after it.",
            ]);
        Warned(Opened(), Said("talks_collapsed", after: "three", id: Id(1)))
            .ShouldBe([$"{Id(1)} says it came after 'three', which is not an occurrence or a record that stands; that is ignored."]);
        Warned(Opened(), Said("talks_collapsed", after: Id(1).ToString(), id: Id(1)))
            .ShouldBe([$"{Id(1)} says it came after '{Id(1)}', which itself came after it; that is ignored."]);
    }

    [Fact]
    public void A_denial_that_may_be_of_several_happenings_names_them() =>
        Warned(
                Given(
                    Said("concession_offered", "'party':'alpha','text':'Some land'", "2025-07-10"),
                    Said("concession_offered", "'party':'alpha','text':'All land'", "2025-07-10/2025-07-12")
                ),
                Said("concession_offered", "'party':'alpha','text':'Land'", "2025-07", claim: "denied")
            )
            .ShouldBe([
                "It may deny any of 2, and each is marked as perhaps denied: Alpha concedes: Some land, 2025-07-10; Alpha concedes: All land, 2025-07-10/2025-07-12. Name one by its occurrence.",
            ]);

    private static IEnumerable<string> Warned(Ledger talks, string body)
    {
        var decision = talks.Decide(body);
        decision.Problems.ShouldBeEmpty();
        return decision.Records.ShouldHaveSingleItem().Warnings.Select(w => w.Detail);
    }
}
