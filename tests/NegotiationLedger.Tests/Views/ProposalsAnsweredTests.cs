using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>What answers do to proposals and to the matrix.</summary>
public sealed class ProposalsAnsweredTests
{
    [Fact]
    public void Accepted_whole_by_all_who_were_asked_a_proposal_is_accepted_and_its_rows_are_agreed()
    {
        var talks = Given(Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-02", id: Id(1)));

        var plan = talks.View<ProposalBook>().Proposals["plan"];
        (plan.State!.Value, plan.State.Occurred.Text, plan.State.Events.Single(), plan.Move.Count).ShouldBe(
            (ProposalState.Accepted, "2025-07-02", Id(1), 0)
        );
        talks.View<ProposalBook>().OnTheTable.ShouldBeEmpty();
        talks.View<TalksStatus>().Proposals["plan"].State!.Value.ShouldBe(ProposalState.Accepted);
        var row = talks.View<IssueMatrix>().Issues["land"];
        (row.State, row.Agreed!.Text, row.Cells["beta"].Current.Kind, row.Cells["beta"].Current.Text).ShouldBe(
            (RowState.Agreed, "Half", PositionKind.Accepts, "Half")
        );
    }

    [Fact]
    public void The_latest_answer_counts_everywhere_and_conditions_stand_in_the_cell_of_an_open_row()
    {
        var talks = Given(
            Said("proposal_rejected", "'proposal':'plan','by':'beta'", "2025-07-04"),
            Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'conditional','conditions':'If paid'", "2025-07-06")
        );

        var plan = talks.View<ProposalBook>().Proposals["plan"];
        (plan.State!.Value, plan.Move.Single().Value).ShouldBe((ProposalState.ConditionallyAccepted, "alpha"));
        var row = talks.View<IssueMatrix>().Issues["land"];
        (row.State, row.Cells["beta"].Current.Kind, row.Cells["beta"].Current.Text).ShouldBe(
            (RowState.Open, PositionKind.AcceptsConditionally, "If paid")
        );
    }

    [Fact]
    public void What_all_accepted_stays_agreed_where_a_later_counter_proposal_is_silent_on_it()
    {
        var rows = Given(
                Said("proposal_accepted", "'proposal':'plan','by':'beta','terms':['land']", "2025-07-02"),
                Said(
                    "counter_proposal_offered",
                    "'proposal':'second','inReplyTo':'plan','by':'beta','terms':{'arms':{'text':'Few'}}",
                    "2025-07-03"
                )
            )
            .View<IssueMatrix>()
            .Issues;
        (rows["land"].State, rows["arms"].State).ShouldBe((RowState.Agreed, RowState.OneSided));
    }

    [Fact]
    public void A_counter_proposal_takes_the_place_of_what_it_answers_whoever_made_that()
    {
        string Counter(string id, string to, string by, string text) =>
            Said(
                "counter_proposal_offered",
                $"'proposal':'{id}','inReplyTo':'{to}','by':'{by}','terms':{{'land':{{'text':'{text}'}}}}",
                "2025-07-02"
            );
        string[] told =
        [
            Counter("second", "plan", "beta", "A third"),
            Counter("third", "second", "alpha", "Two fifths"),
            Said("agreement_reached", "'proposal':'third'", "2025-07-03"),
        ];

        var book = Given(told).View<ProposalBook>();
        book.OnTheTable.ShouldBeEmpty();
        book.Proposals.Values.ShouldAllBe(p => p.Move.Count == 0);
        var row = Given(told).View<IssueMatrix>().Issues["land"];
        row.State.ShouldBe(RowState.Agreed);
        row.Cells.Select(c => (c.Key, c.Value.Current.Kind, c.Value.Current.Text))
            .ShouldBe([("alpha", PositionKind.Agrees, "Two fifths"), ("beta", PositionKind.Agrees, "Two fifths")]);
        Given(told[..2]).View<IssueMatrix>().Issues["arms"].Cells["alpha"].Current.Text.ShouldBe("None", "the counters are silent on it");
    }

    [Theory]
    [InlineData("proposal_withdrawn", "'proposal':'second'")]
    [InlineData("proposal_accepted", "'proposal':'plan','by':'delta'")]
    public void With_the_counter_withdrawn_or_the_first_accepted_after_all_the_first_is_on_the_table_again(string type, string payload) =>
        Given(
                Said("counter_proposal_offered", "'proposal':'second','inReplyTo':'plan','by':'beta'", "2025-07-02"),
                Said(type, payload, "2025-07-03")
            )
            .View<ProposalBook>()
            .Proposals["plan"]
            .State!.Value.ShouldBe(ProposalState.OnTheTable);

    [Fact]
    public void A_text_belongs_to_whoever_tabled_it_and_an_amendment_by_the_other_side_passes_the_move()
    {
        var talks = Given(Said("proposal_amended", "'proposal':'plan','by':'beta','terms':{'land':{'text':'A third'}}", "2025-07-02"));

        var plan = talks.View<ProposalBook>().Proposals["plan"];
        (plan.Terms["land"].Text.Value, plan.Move.Single().Value).ShouldBe(("A third", "alpha"));
        var row = talks.View<IssueMatrix>().Issues["land"];
        (row.Cells["alpha"].Current.Text, row.Cells["beta"].Current.Text).ShouldBe(("Half", "A third"));
        Given(
                Said("proposal_amended", "'proposal':'plan','by':'beta','terms':{'land':{'text':'A third'}}", "2025-07-02"),
                Said("proposal_accepted", "'proposal':'plan','by':'alpha'", "2025-07-03")
            )
            .View<IssueMatrix>()
            .Issues["land"]
            .Agreed!.Text.ShouldBe("A third");
    }
}
