using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class PartyDemandsTests
{
    private static readonly string Stated = Said(
        "demand_stated",
        "'demand':'border','party':'alpha','text':'A border','issue':'land','redLine':true",
        "2025-07-01",
        asserted: "2025-07-02",
        id: Id(1)
    );

    [Fact]
    public void A_demand_stands_with_its_words_and_who_said_so()
    {
        var demand = Demand(Stated);

        (demand.Status!.Value, demand.Text!.Value, demand.Issue!.Value.Value, demand.RedLine!.Value, demand.Reaffirmed).ShouldBe(
            (DemandStatus.Standing, "A border", "land", true, 0)
        );
        (demand.FirstAsserted!.Text, demand.LastAsserted!.Text).ShouldBe(("2025-07-02", "2025-07-02"));
        demand.Text.Viewpoints.Single().ToString().ShouldBe("publisher:The Gazette");
    }

    [Theory]
    [InlineData("demand_revised", ",'text':'Another border'", DemandStatus.Revised, true)]
    [InlineData("demand_met", "", DemandStatus.Met, false)]
    [InlineData("demand_dropped", "", DemandStatus.Dropped, false)]
    public void What_became_of_a_demand(string type, string payload, DemandStatus status, bool isUpheld)
    {
        var demand = Demand(Stated, Said(type, $"'demand':'border','party':'alpha'{payload}", "2025-07-03"));

        (demand.Status!.Value, demand.IsUpheld).ShouldBe((status, isUpheld));
    }

    [Fact]
    public void Stating_it_again_reaffirms_it_and_telling_of_one_statement_twice_does_not()
    {
        string Again(string day, string source, string? occurrence) =>
            Said(
                "demand_stated",
                "'demand':'border','party':'alpha','text':'A border'",
                day,
                source: source,
                asserted: day,
                occurrence: occurrence
            );

        var demand = Demand(
            Stated,
            Again("2025-07-05", "gazette", "again"),
            Again("2025-07-06", "wire", "again"),
            Again("2025-07-07", "gazette", null)
        );

        demand.Reaffirmed.ShouldBe(2);
        (demand.FirstAsserted!.Text, demand.LastAsserted!.Text).ShouldBe(("2025-07-02", "2025-07-07"));
        demand.Wordings.ShouldHaveSingleItem();
    }

    [Fact]
    public void Its_wordings_stand_in_order_each_once_until_it_changes() =>
        Demand(
                Stated,
                Said("demand_revised", "'demand':'border','party':'alpha','text':'A wall'", "2025-07-03", id: Id(2)),
                Said("demand_stated", "'demand':'border','party':'alpha','text':'A wall'", "2025-07-04"),
                Said("demand_revised", "'demand':'border','party':'alpha','text':'A border','redLine':false", "2025-07-05", id: Id(3))
            )
            .ShouldSatisfyAllConditions(
                d => d.Wordings.Select(w => (w.Text, w.Event)).ShouldBe([("A border", Id(1)), ("A wall", Id(2)), ("A border", Id(3))]),
                d => d.RedLine!.Value.ShouldBeFalse()
            );

    [Fact]
    public void A_dropped_demand_that_is_made_again_stands() =>
        Demand(
            Stated,
            Said("demand_dropped", "'demand':'border','party':'alpha'", "2025-07-03"),
            Said("demand_stated", "'demand':'border','party':'alpha','text':'A border'", "2025-07-04")
        )
            .Status!.Value.ShouldBe(DemandStatus.Standing);

    [Fact]
    public void A_demand_that_the_lens_only_sees_met_is_a_stub() =>
        Demand(Said("demand_met", "'demand':'border','party':'alpha'"))
            .ShouldSatisfyAllConditions(
                d => d.Text.ShouldBeNull(),
                d => d.FirstAsserted.ShouldBeNull(),
                d => d.Status!.Value.ShouldBe(DemandStatus.Met)
            );

    [Fact]
    public void Two_accounts_of_a_wording_contest_it() =>
        Given(
                Stated,
                Said("demand_stated", "'demand':'border','party':'alpha','text':'No border','redLine':true", "2025-07-01", source: "wire")
            )
            .View<PartyDemands>()
            .Contested.ShouldHaveSingleItem()
            .Field.ShouldBe("/parties/alpha/demands/border/text");

    private static Demand Demand(params string[] bodies) => Given(bodies).View<PartyDemands>().Parties["alpha"].Demands["border"];
}
