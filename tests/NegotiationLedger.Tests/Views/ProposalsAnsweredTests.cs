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

    [Fact]
    public void The_answers_of_several_make_one_state_by_the_weakest_of_them_and_the_last()
    {
        var plan = OfferedToTwo(
                Said("counter_proposal_offered", "'proposal':'second','inReplyTo':'plan','by':'gamma'", "2025-06-02"),
                Said("proposal_withdrawn", "'proposal':'second'", "2025-06-03"),
                Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-02", source: "wire", id: Id(1)),
                Said("proposal_accepted", "'proposal':'plan','by':'delta','extent':'conditional'", "2025-07-04", by: "official", id: Id(2))
            )
            .View<ProposalBook>()
            .Proposals["plan"];

        var state = plan.State!;
        (state.Value, state.Occurred.Text, state.WeakestMode).ShouldBe((ProposalState.ConditionallyAccepted, "2025-07-04", Mode.Observed));
        state.Events.ShouldBe([Id(1), Id(2)]);
        state.Viewpoints.Select(v => v.ToString()).ShouldBe(["publisher:The Wire", "speaker:official"]);
        state
            .History!.Select(w => (w.Value, w.Occurred.Text))
            .ShouldBe([
                (ProposalState.OnTheTable, "2025-06-01"),
                (ProposalState.Superseded, "2025-06-02"),
                (ProposalState.OnTheTable, "2025-06-03"),
            ]);
        state.Contested.ShouldBeNull();
        OfferedToTwo(
                Said("proposal_accepted", "'proposal':'plan','by':'delta','extent':'conditional'", "2025-07-02"),
                Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-04")
            )
            .View<ProposalBook>()
            .Proposals["plan"]
            .State!.Value.ShouldBe(ProposalState.ConditionallyAccepted);
    }

    [Fact]
    public void Who_says_that_one_of_several_did_not_accept_says_that_it_is_on_the_table()
    {
        var state = OfferedToTwo(
                Said(
                    "proposal_rejected",
                    "'proposal':'plan','by':'beta'",
                    "2025-07-02",
                    source: "wire",
                    asserted: "2025-07-03",
                    occurrence: "answer"
                ),
                Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-02", asserted: "2025-07-04", occurrence: "answer"),
                Said("proposal_accepted", "'proposal':'plan','by':'delta'", "2025-07-04")
            )
            .View<ProposalBook>()
            .Proposals["plan"]
            .State!;

        state.Value.ShouldBe(ProposalState.Accepted);
        var rival = state.Contested.ShouldHaveSingleItem();
        (rival.Kind, rival.Value, rival.Viewpoint.ToString()).ShouldBe((RivalKind.Value, ProposalState.OnTheTable, "publisher:The Wire"));
    }

    [Fact]
    public void What_all_accepted_can_be_withdrawn_and_what_nobody_was_asked_is_accepted_by_nobody()
    {
        Given(
                Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-02"),
                Said("proposal_withdrawn", "'proposal':'plan'", "2025-07-03")
            )
            .View<ProposalBook>()
            .Proposals["plan"]
            .State!.Value.ShouldBe(ProposalState.Withdrawn);

        var alone = Registered()
            .Open(
                Quotes(
                    """
                    {'id':'talks','title':'The talks','occurred':'2025-05-01','issues':[{'issue':'land','title':'Land'}],
                     'attribution':{'source':'gazette','mode':'observed','assertedOn':'2025-05-02'},
                     'parties':[{'party':'gamma','name':'Gamma','role':'mediator'}]}
                    """
                )
            )
            .Record(Said("proposal_offered", "'proposal':'plan','by':'gamma','terms':{'land':{'text':'Half'}}", "2025-06-01"))
            .View<ProposalBook>()
            .Proposals["plan"];
        (alone.State!.Value, alone.To.Count, alone.Terms["land"].IsAgreed).ShouldBe((ProposalState.OnTheTable, 0, false));
    }

    [Theory]
    [InlineData("beta", null, false)]
    [InlineData("beta", "delta", false)]
    [InlineData("beta", "gamma", false)]
    [InlineData("beta,delta", "gamma", false)]
    [InlineData("beta,delta", null, true)]
    public void A_term_is_agreed_when_all_who_were_asked_say_yes_and_nobody_no(string yes, string? no, bool isAgreed)
    {
        var answers = yes.Split(',')
            .Select(party => Said("proposal_accepted", $"'proposal':'plan','by':'{party}','terms':['land']", "2025-07-02"));
        if (no is not null)
            answers = answers.Append(Said("proposal_rejected", $"'proposal':'plan','by':'{no}','terms':['land']", "2025-07-02"));

        OfferedToTwo([.. answers]).View<ProposalBook>().Proposals["plan"].Terms["land"].IsAgreed.ShouldBe(isAgreed);
    }

    [Fact]
    public void A_condition_is_told_by_the_term()
    {
        Given(Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'conditional','conditions':'If paid'", "2025-07-02"))
            .View<ProposalBook>()
            .Proposals["plan"]
            .Terms["land"]
            .ConditionallyAcceptedBy!.Single()
            .Value.ShouldBe("beta");
        Given().View<ProposalBook>().Proposals["plan"].Terms["land"].ConditionallyAcceptedBy.ShouldBeNull();
    }

    [Fact]
    public void An_answer_stands_when_the_same_words_are_tabled_again_and_falls_with_other_words()
    {
        string[] told =
        [
            Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-02"),
            Said("proposal_amended", "'proposal':'plan','by':'alpha','terms':{'land':{'text':'Half'}}", "2025-07-03"),
            Said("proposal_amended", "'proposal':'plan','by':'alpha','terms':{'land':{'text':'A third'}}", "2025-07-04"),
        ];

        var same = Given(told[..2]).View<ProposalBook>().Proposals["plan"];
        (same.State!.Value, same.Terms["land"].IsAgreed, same.Version).ShouldBe((ProposalState.Accepted, true, 2));
        var other = Given(told).View<ProposalBook>().Proposals["plan"];
        (other.State!.Value, other.Terms["land"].IsAgreed, other.Terms["arms"].IsAgreed).ShouldBe((ProposalState.OnTheTable, false, true));
    }

    [Fact]
    public void Words_that_only_an_older_account_of_the_change_has_leave_the_answers_standing()
    {
        var plan = Given(
                Said(
                    "proposal_amended",
                    "'proposal':'plan','by':'alpha','terms':{'arms':{'text':'Few'}}",
                    "2025-07-01",
                    asserted: "2025-07-09",
                    occurrence: "change"
                ),
                Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-03"),
                Said(
                    "proposal_amended",
                    "'proposal':'plan','by':'alpha','terms':{'arms':{'text':'Few'},'land':{'text':'A third'}}",
                    "2025-07-05",
                    source: "wire",
                    asserted: "2025-07-08",
                    occurrence: "change"
                )
            )
            .View<ProposalBook>()
            .Proposals["plan"];

        (plan.State!.Value, plan.Terms["land"].IsAgreed, plan.Terms["land"].Text.Value).ShouldBe((ProposalState.Accepted, true, "Half"));
    }

    [Fact]
    public void With_one_of_two_counters_withdrawn_the_other_still_takes_the_place_of_what_it_answers() =>
        Given(
                Said("counter_proposal_offered", "'proposal':'second','inReplyTo':'plan','by':'beta'", "2025-07-02"),
                Said("counter_proposal_offered", "'proposal':'third','inReplyTo':'plan','by':'beta'", "2025-07-03"),
                Said("proposal_withdrawn", "'proposal':'second'", "2025-07-04")
            )
            .View<ProposalBook>()
            .Proposals["plan"]
            .State!.Value.ShouldBe(ProposalState.Superseded);

    [Fact]
    public void With_all_accepted_it_is_nobodys_move_whatever_who_was_not_asked_says()
    {
        var plan = Given(
                Said("proposal_rejected", "'proposal':'plan','by':'delta'", "2025-07-02"),
                Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-03")
            )
            .View<ProposalBook>()
            .Proposals["plan"];

        (plan.State!.Value, plan.Move.Count).ShouldBe((ProposalState.Accepted, 0));
    }

    [Theory]
    [InlineData("talks_announced", "'opening':'2025-07-16'")]
    [InlineData("talks_convened", "")]
    [InlineData("talks_resumed", "")]
    [InlineData("talks_adjourned", "")]
    [InlineData("talks_suspended", "")]
    [InlineData("deadlock_declared", "'by':'beta'")]
    [InlineData("talks_collapsed", "")]
    [InlineData("statement_made", "'text':'Words'", ProposalState.Lapsed)]
    public void A_proposal_lapses_when_the_negotiation_is_closed_and_not_when_the_talks_go_on(
        string type,
        string payload,
        ProposalState state = ProposalState.OnTheTable
    ) =>
        Given(Said("negotiation_closed", on: "2025-07-11"), Said(type, payload, "2025-07-12"))
            .View<ProposalBook>()
            .Proposals["plan"]
            .State!.Value.ShouldBe(state);

    [Fact]
    public void What_an_older_account_dates_later_does_not_end_the_negotiation_again() =>
        Given(
                Said("negotiation_closed", "", "2025-07-11", asserted: "2025-07-20", occurrence: "end"),
                Said("talks_convened", "", "2025-07-12"),
                Said("negotiation_closed", "", "2025-07-13", source: "wire", asserted: "2025-07-19", occurrence: "end")
            )
            .View<ProposalBook>()
            .Proposals["plan"]
            .State!.Value.ShouldBe(ProposalState.OnTheTable);

    [Fact]
    public void Whoever_characterizes_one_answer_does_so_in_their_own_words_once()
    {
        string Words(string words, string source, string asserted, int id) =>
            Said(
                "response_characterized",
                $"'proposal':'plan','of':'beta','words':'{words}','tone':'negative'",
                "2025-07-02",
                source: source,
                asserted: asserted,
                occurrence: "word",
                id: Id(id)
            );
        Given(Words("weak", "wire", "2025-07-03", 1), Words("not serious", "gazette", "2025-07-04", 2))
            .View<ProposalBook>()
            .Proposals["plan"]
            .Characterizations.Select(c => (c.Words, c.Viewpoint.ToString(), c.Event))
            .ShouldBe([("weak", "publisher:The Wire", Id(1)), ("not serious", "publisher:The Gazette", Id(2))]);
    }

    // The plan is offered to two at once.
    private static Ledger OfferedToTwo(params string[] told) =>
        Framed()
            .Record([
                Said(
                    "proposal_offered",
                    "'proposal':'plan','by':'alpha','to':['beta','delta'],'terms':{'land':{'text':'Half'}}",
                    "2025-06-01"
                ),
                .. told,
            ]);
}
