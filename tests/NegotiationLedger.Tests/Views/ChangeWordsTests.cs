using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class ChangeWordsTests
{
    [Theory]
    [MemberData(nameof(DevelopmentSentences.All), MemberType = typeof(DevelopmentSentences))]
    public void A_development_is_told_in_sentences(string type, string payload, string[] sentences)
    {
        var ledger = Opened();
        var before = ledger.Through();

        ledger.Record(Said(type, payload));

        All(before, ledger.Through()).ShouldBe(sentences);
    }

    [Fact]
    public void Every_type_of_development_is_among_them() =>
        EventNames
            .All.Where(n => n.Type.IsSubclassOf(typeof(Development)))
            .Select(n => n.Name)
            .ShouldBe(DevelopmentSentences.All.Select(row => row.Data.Item1), ignoreOrder: true);

    [Fact]
    public void An_answer_given_again_is_counted_and_one_taken_back_is_counted_down()
    {
        var ledger = Given(Said("proposal_rejected", "'proposal':'plan','by':'beta'", on: "2025-07-01"));
        var once = ledger.Through();
        ledger.Record(Said("proposal_rejected", "'proposal':'plan','by':'beta'", on: "2025-07-02", id: Id(2)));
        var twice = ledger.Through();
        ledger.Record(Retracted(Id(2)));

        Status(once, twice).ShouldBe(["Beta: plan rejected, second time"]);
        Status(twice, ledger.Through()).ShouldBe(["Beta: plan rejected once, no longer twice"]);
    }

    [Fact]
    public void A_demand_stated_again_is_counted_and_one_taken_back_is_counted_down()
    {
        var ledger = Opened();
        var never = ledger.Through();
        var once = ledger.Record(Demanded("2025-07-01")).Through();
        var twice = ledger.Record(Demanded("2025-07-02", Id(2))).Through();
        var thrice = ledger.Record(Demanded("2025-07-03", Id(3))).Through();

        Words<PartyDemands>(once, twice)
            .ShouldBe(["Alpha's demand border: A border, now dated 2025-07-02", "Alpha's demand border stated again, second time"]);
        Words<PartyDemands>(never, thrice).ShouldBe(["Alpha demands: A border"]);
        Words<PartyDemands>(thrice, never).ShouldBe(["No longer on record: Alpha's demand border (A border)"]);
        Words<PartyDemands>(thrice, ledger.Record(Retracted(Id(3))).Through())
            .ShouldBe(["Alpha's demand border: A border, now dated 2025-07-02", "Alpha's demand border: stated twice, no longer 3 times"]);
        Words<PartyDemands>(twice, ledger.Record(Retracted(Id(2))).Through())
            .ShouldBe(["Alpha's demand border: A border, now dated 2025-07-01", "Alpha's demand border: stated once, no longer twice"]);

        static string Demanded(string on, EventId? id = null) =>
            Said("demand_stated", "'demand':'border','party':'alpha','text':'A border'", on, id: id);
    }

    [Fact]
    public void A_changed_mind_counts_from_its_first_time()
    {
        var ledger = Given(Said("proposal_rejected", "'proposal':'plan','by':'beta'", on: "2025-07-01"));
        var before = ledger.Through();

        ledger.Record(Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'conditional'", on: "2025-07-02"));

        Status(before, ledger.Through())
            .ShouldBe(["plan: conditionally accepted, no longer on the table", "Beta: plan accepted on conditions"]);
    }

    [Fact]
    public void Who_says_otherwise_and_who_denies_is_told()
    {
        var ledger = Given(Said("talks_adjourned", on: "2025-07-10/2025-07-20", by: "party:beta"));
        var before = ledger.Through();
        ledger.Record(Said("talks_collapsed", on: "2025-07-12", occurrence: "collapse"));
        var contested = ledger.Through();
        ledger.Record(Said("talks_collapsed", on: "2025-07-12", by: "party:alpha", occurrence: "collapse", claim: "denied"));

        Status(before, contested).ShouldBe(["The talks: collapsed, no longer adjourned", "The talks: Beta says otherwise: adjourned"]);
        Status(contested, ledger.Through()).ShouldBe(["The talks: Alpha denies it"]);
        Status(ledger.Through(), contested).ShouldBe(["The talks: Alpha no longer says otherwise"]);
    }

    [Fact]
    public void What_a_retraction_takes_away_is_no_longer_on_record()
    {
        var ledger = Given(
            Said("team_recalled", "'party':'beta'", id: Id(1)),
            Said("figure_reported", "'subject':'hostages held','value':50,'unit':'persons'", id: Id(2)),
            Said("demand_stated", "'demand':'border','party':'alpha','text':'A border'", id: Id(3))
        );
        var before = ledger.Through();

        ledger.Record(Retracted(Id(1))).Record(Retracted(Id(2))).Record(Retracted(Id(3)));

        All(before, ledger.Through())
            .ShouldBe([
                "Beta: no longer on record: team recalled",
                "Hostages held: no longer on record: 50 persons",
                "No longer on record: Alpha's demand border (A border)",
                "No longer on record: Beta recalls its team",
                "No longer on record: Hostages held: 50 persons",
                "No longer on record: Alpha demands: A border",
            ]);
    }

    [Fact]
    public void A_correction_tells_what_it_changed()
    {
        var ledger = Given(Said("venue_changed", "'venue':'Geneva'", on: "2025-07-10", id: Id(1)));
        var before = ledger.Through();
        ledger.Record(Corrected(Id(1), "'venue':'Genoa'"));
        var corrected = ledger.Through();
        ledger.Record(Corrected(Id(1), "'occurred':'2025-07-11'"));

        All(before, corrected).ShouldBe(["Venue: Genoa, no longer Geneva", "Talks moved to Genoa, no longer: Talks moved to Geneva"]);
        All(corrected, ledger.Through())
            .ShouldBe(["Venue: Genoa, now dated 2025-07-11", "Talks moved to Genoa: now dated 2025-07-11, no longer 2025-07-10"]);
    }

    [Fact]
    public void A_claim_that_is_not_actual_is_told_as_what_it_is()
    {
        var before = Opened().Through();

        All(before, Opened().Record(Said("military_operations_begun", "'party':'alpha'", claim: "planned")).Through())
            .ShouldBe(["Planned: Alpha begins military operations, 2025-07-10 (The Gazette)"]);
    }

    [Fact]
    public void A_disputed_happening_is_told_as_disputed()
    {
        var ledger = Given(Said("team_recalled", "'party':'beta'", id: Id(1)));
        var before = ledger.Through();

        All(before, ledger.Record(Disputed(Id(1))).Through()).ShouldBe(["Beta recalls its team: disputed"]);
    }

    [Fact]
    public void A_late_report_in_the_middle_of_the_timeline_is_told_alone()
    {
        var ledger = Given(
            Said("statement_made", "'text':'First'", on: "2025-07-01"),
            Said("statement_made", "'text':'Third'", on: "2025-07-03")
        );
        var before = ledger.Through();

        All(before, ledger.Record(Said("statement_made", "'text':'Second'", on: "2025-07-02")).Through())
            .ShouldBe(["Second, 2025-07-02 (The Gazette)"]);
    }

    private static IReadOnlyList<string> Status(Account from, Account to) => Words<TalksStatus>(from, to);

    private static IReadOnlyList<string> All(Account from, Account to) =>
        [
            .. new[]
            {
                Words<TalksStatus>(from, to),
                Words<PartyDemands>(from, to),
                Words<ProposalBook>(from, to),
                Words<IssueMatrix>(from, to),
                Words<Timeline>(from, to),
            }
                .SelectMany(sentences => sentences)
                .Distinct(),
        ];

    private static IReadOnlyList<string> Words<T>(Account from, Account to)
        where T : IView<T>
    {
        var (before, after) = (View.Of<T>(from), View.Of<T>(to));
        return ChangeWords.Of(ViewDifference.Of(before, after), before, after);
    }
}
