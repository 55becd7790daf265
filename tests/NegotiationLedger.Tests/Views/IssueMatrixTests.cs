using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class IssueMatrixTests
{
    private static readonly string Withdrawn = Said("proposal_withdrawn", "'proposal':'plan'", "2025-06-02");
    private static readonly string AlphaDemands = Said(
        "demand_stated",
        "'demand':'border','party':'alpha','text':'A border','issue':'land','redLine':true",
        "2025-07-01"
    );
    private static readonly string BetaDemands = Said(
        "demand_stated",
        "'demand':'all','party':'beta','text':'All of it','issue':'land'",
        "2025-07-02"
    );

    [Fact]
    public void An_issue_on_which_nobody_holds_anything_is_open() =>
        Row(Withdrawn).ShouldSatisfyAllConditions(r => r.State.ShouldBe(RowState.Open), r => r.Cells.ShouldBeEmpty());

    [Fact]
    public void An_issue_to_which_one_party_speaks_is_one_sided() =>
        Row(Withdrawn, AlphaDemands)
            .ShouldSatisfyAllConditions(
                r => r.State.ShouldBe(RowState.OneSided),
                r =>
                    r.Cells["alpha"]
                        .Current.ShouldSatisfyAllConditions(
                            p => p.Kind.ShouldBe(PositionKind.Demands),
                            p => p.Text.ShouldBe("A border"),
                            p => p.Reference.ShouldBe("border"),
                            p => p.RedLine.ShouldBeTrue()
                        )
            );

    [Fact]
    public void An_issue_on_which_two_parties_hold_positions_is_conflicting() =>
        Row(Withdrawn, AlphaDemands, BetaDemands).State.ShouldBe(RowState.Conflicting);

    [Theory]
    [InlineData("demand_met")]
    [InlineData("demand_dropped")]
    public void A_demand_that_is_no_longer_upheld_is_no_position(string type) =>
        Row(Withdrawn, AlphaDemands, BetaDemands, Said(type, "'demand':'border','party':'alpha'", "2025-07-03"))
            .ShouldSatisfyAllConditions(r => r.State.ShouldBe(RowState.OneSided), r => r.Cells.Keys.ShouldBe(["beta"]));

    [Fact]
    public void An_offer_on_the_table_is_a_position_and_so_is_its_answer()
    {
        Row()
            .Cells["alpha"]
            .Current.ShouldSatisfyAllConditions(
                p => p.Kind.ShouldBe(PositionKind.Offers),
                p => p.Text.ShouldBe("Half"),
                p => p.Reference.ShouldBe("plan")
            );
        Row(Said("proposal_rejected", "'proposal':'plan','by':'beta','terms':['land']"))
            .ShouldSatisfyAllConditions(
                r => r.Cells["beta"].Current.Kind.ShouldBe(PositionKind.Rejects),
                r => r.State.ShouldBe(RowState.Conflicting)
            );
    }

    [Fact]
    public void A_term_that_all_accept_is_agreed_and_no_other()
    {
        var matrix = Given(Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'partial','terms':['land']"))
            .View<IssueMatrix>();

        (matrix.Issues["land"].State, matrix.Issues["arms"].State).ShouldBe((RowState.Agreed, RowState.OneSided));
    }

    [Fact]
    public void A_rejection_of_other_words_is_no_answer_to_these() =>
        Row(
            Said("proposal_rejected", "'proposal':'plan','by':'beta'", "2025-07-01"),
            Said("proposal_amended", "'proposal':'plan','terms':{'land':{'text':'Two thirds'}}", "2025-07-02")
        )
            .Cells.Keys.ShouldBe(["alpha"]);

    [Theory]
    [InlineData("'terms':{'land':{'text':'Half'}}")]
    [InlineData("'proposal':'plan'")]
    public void An_agreement_covers_its_terms_or_those_of_its_proposal_until_it_is_breached(string payload)
    {
        var reached = Said("agreement_reached", payload, "2025-07-05");

        Row(reached).State.ShouldBe(RowState.Agreed);
        Row(reached, Said("agreement_breached", "'by':'beta','text':'Crossed','issue':'land'", "2025-07-06"))
            .State.ShouldNotBe(RowState.Agreed);
    }

    [Fact]
    public void A_concession_is_a_position_and_the_latest_comes_first() =>
        Row(Withdrawn, AlphaDemands, Said("concession_offered", "'party':'alpha','text':'Some of it','issue':'land'", "2025-07-04"))
            .Cells["alpha"]
            .ShouldSatisfyAllConditions(
                c => c.Current.Kind.ShouldBe(PositionKind.Concedes),
                c => c.Others.Single().Kind.ShouldBe(PositionKind.Demands)
            );

    [Fact]
    public void An_issue_that_only_a_demand_names_has_a_row() =>
        Given(Said("demand_stated", "'demand':'wells','party':'beta','text':'Wells','issue':'water'"))
            .View<IssueMatrix>()
            .Issues.Keys.ShouldBe(["arms", "land", "water"]);

    [Fact]
    public void What_is_contested_is_named_at_its_cell()
    {
        var matrix = Given(
                Said("proposal_rejected", "'proposal':'plan','by':'beta','terms':['land']", "2025-07-02/2025-07-20", "party:alpha"),
                Said("proposal_accepted", "'proposal':'plan','by':'beta','terms':['land'],'extent':'full'", "2025-07-05", "party:beta")
            )
            .View<IssueMatrix>();
        matrix
            .Contested.Where(c => c.Field == "/issues/land/cells/beta/current")
            .Single()
            .Rivals.Single()
            .ShouldSatisfyAllConditions(r => r.Value.ShouldBe("rejects"), r => r.Viewpoint.ToString().ShouldBe("party:alpha"));
        matrix.Issues["land"].Cells["beta"].Current.Contested.ShouldNotBeNull();
    }

    private static MatrixRow Row(params string[] bodies) => Given(bodies).View<IssueMatrix>().Issues["land"];
}
