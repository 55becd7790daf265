using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class ProposalBookTests
{
    [Fact]
    public void An_offer_is_on_the_table_and_awaits_whom_it_was_made_to()
    {
        var plan = Plan();

        (plan.State!.Value, plan.Version, plan.By!.Value.Value).ShouldBe((ProposalState.OnTheTable, 1, "alpha"));
        plan.Terms.Keys.ShouldBe(["arms", "land"]);
        Ids(plan.Awaiting).ShouldBe(["beta"]);
        Ids(plan.Move).ShouldBe(["beta"]);
    }

    [Fact]
    public void An_offer_to_nobody_named_awaits_the_other_principals() =>
        Ids(Book(Said("proposal_offered", "'proposal':'new','by':'beta'")).Proposals["new"].Awaiting).ShouldBe(["alpha"]);

    [Theory]
    [InlineData("proposal_accepted", "", Response.Accepted)]
    [InlineData("proposal_accepted", ",'extent':'partial'", Response.PartlyAccepted)]
    [InlineData("proposal_accepted", ",'terms':['land']", Response.PartlyAccepted)]
    [InlineData("proposal_accepted", ",'extent':'conditional'", Response.ConditionallyAccepted)]
    [InlineData("proposal_rejected", "", Response.Rejected)]
    [InlineData("response_submitted", "", Response.Submitted)]
    public void An_answer_is_where_a_party_stands(string type, string payload, Response response)
    {
        var plan = Plan(Said(type, $"'proposal':'plan','by':'beta'{payload}"));

        (plan.Responses["beta"].Latest.Value, plan.Responses["beta"].Times).ShouldBe((response, 1));
        plan.Awaiting.ShouldBeEmpty();
        Ids(plan.Move).ShouldBe(response is Response.Accepted ? [] : ["alpha"]);
        plan.State!.Value.ShouldBe(
            response switch
            {
                Response.Accepted => ProposalState.Accepted,
                Response.ConditionallyAccepted => ProposalState.ConditionallyAccepted,
                _ => ProposalState.OnTheTable,
            }
        );
    }

    [Fact]
    public void Answers_stand_in_order_with_how_often_each_was_given()
    {
        var no = Said("proposal_rejected", "'proposal':'plan','by':'beta'", "2025-07-03");
        var plan = Plan(no, no, Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-02"));

        plan.Answers.Select(a => a.Response).ShouldBe([Response.Accepted, Response.Rejected, Response.Rejected]);
        (plan.Responses["beta"].Latest.Value, plan.Responses["beta"].Times).ShouldBe((Response.Rejected, 2));
    }

    [Fact]
    public void A_term_is_agreed_when_all_who_are_to_answer_said_yes_to_it()
    {
        var plan = Plan(
            Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'partial','terms':['land']"),
            Said("proposal_rejected", "'proposal':'plan','by':'beta','terms':['arms']")
        );

        (plan.Terms["land"].IsAgreed, plan.Terms["arms"].IsAgreed).ShouldBe((true, false));
        (Ids(plan.Terms["land"].AcceptedBy).Single(), Ids(plan.Terms["arms"].RejectedBy).Single()).ShouldBe(("beta", "beta"));
    }

    [Fact]
    public void A_partial_yes_that_names_no_terms_takes_no_term() =>
        Plan(Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'partial'"))
            .Terms.Values.ShouldAllBe(t => t.AcceptedBy.Count == 0);

    [Fact]
    public void An_amendment_is_a_new_version_that_awaits_an_answer_and_its_new_words_have_none()
    {
        var plan = Plan(
            Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-01"),
            Said("proposal_amended", "'proposal':'plan','terms':{'arms':{'text':'Some'}}", "2025-07-02")
        );

        (plan.Version, plan.Terms["arms"].Text.Value, plan.Terms["land"].Text.Value).ShouldBe((2, "Some", "Half"));
        Ids(plan.Awaiting).ShouldBe(["beta"]);
        (plan.Terms["land"].IsAgreed, plan.Terms["arms"].IsAgreed, plan.Terms["arms"].AcceptedBy.Count).ShouldBe((true, false, 0));
    }

    [Fact]
    public void Another_account_of_the_same_offer_asks_for_no_second_answer()
    {
        var plan = Plan(
            Said("proposal_rejected", "'proposal':'plan','by':'beta'", "2025-07-01"),
            Said(
                "proposal_offered",
                "'proposal':'plan','by':'alpha','to':['beta'],'terms':{'land':{'text':'Half'}}",
                "2025-07-02",
                source: "wire"
            )
        );

        plan.Awaiting.ShouldBeEmpty();
        Ids(plan.Terms["land"].RejectedBy).ShouldBe(["beta"]);
    }

    [Fact]
    public void A_counter_proposal_answers_and_hangs_below_what_it_answers()
    {
        var book = Book(
            Said(
                "counter_proposal_offered",
                "'proposal':'answer','inReplyTo':'plan','by':'beta','to':['alpha'],'terms':{'land':{'text':'A third'}}"
            )
        );

        book.OnTheTable.ShouldBe(["answer"]);
        book.Proposals["plan"]
            .ShouldSatisfyAllConditions(
                p => p.Counters.ShouldBe(["answer"]),
                p => p.Responses["beta"].Latest.Value.ShouldBe(Response.Countered),
                p => (p.State!.Value, p.Move.Count).ShouldBe((ProposalState.Superseded, 0))
            );
        book.Proposals["answer"]
            .ShouldSatisfyAllConditions(p => p.InReplyTo!.Value.Value.ShouldBe("plan"), p => Ids(p.Awaiting).ShouldBe(["alpha"]));
    }

    [Fact]
    public void A_side_that_answers_its_own_proposal_supersedes_it()
    {
        var book = Book(Said("counter_proposal_offered", "'proposal':'better','inReplyTo':'plan','by':'alpha'"));

        book.Proposals["plan"]
            .ShouldSatisfyAllConditions(
                p => p.State!.Value.ShouldBe(ProposalState.Superseded),
                p => p.Awaiting.ShouldBeEmpty(),
                p => p.Move.ShouldBeEmpty()
            );
        book.OnTheTable.ShouldBe(["better"]);
    }

    [Theory]
    [InlineData("proposal_withdrawn", ProposalState.Withdrawn)]
    [InlineData("proposal_expired", ProposalState.Expired)]
    [InlineData("agreement_reached", ProposalState.Agreed)]
    public void A_proposal_leaves_the_table(string type, ProposalState state)
    {
        var book = Book(Said(type, "'proposal':'plan'"));

        book.Proposals["plan"].ShouldSatisfyAllConditions(p => p.State!.Value.ShouldBe(state), p => p.Move.ShouldBeEmpty());
        book.OnTheTable.ShouldBeEmpty();
    }

    [Fact]
    public void An_amendment_does_not_put_a_withdrawn_proposal_back_on_the_table() =>
        Book(
            Said("proposal_withdrawn", "'proposal':'plan'", "2025-07-02"),
            Said("proposal_amended", "'proposal':'plan','terms':{'land':{'text':'More'}}", "2025-07-03")
        )
            .Proposals["plan"]
            .State!.Value.ShouldBe(ProposalState.Withdrawn);

    [Fact]
    public void What_was_said_of_an_answer_is_kept_with_who_said_it() =>
        Plan(
            Said(
                "response_characterized",
                "'proposal':'plan','of':'beta','words':'not serious','tone':'negative'",
                by: "party:gamma",
                id: Id(1)
            )
        )
            .Characterizations.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                c => c.Words.ShouldBe("not serious"),
                c => c.Viewpoint.ToString().ShouldBe("party:gamma"),
                c => c.Event.ShouldBe(Id(1))
            );

    [Fact]
    public void A_reply_to_a_proposal_that_the_lens_does_not_show_hangs_below_a_stub()
    {
        var book = Given(Said("counter_proposal_offered", "'proposal':'answer','inReplyTo':'plan','by':'beta'", by: "party:beta"))
            .View<ProposalBook>(accordingTo: "party:beta");

        book.Proposals["plan"].ShouldSatisfyAllConditions(p => p.IsStub.ShouldBeTrue(), p => p.Counters.ShouldBe(["answer"]));
        book.Proposals["answer"].IsStub.ShouldBeFalse();
    }

    [Fact]
    public void The_tree_follows_the_account_that_counts()
    {
        var book = Book(
            Said("proposal_offered", "'proposal':'other','by':'alpha'", "2025-06-02"),
            Said(
                "counter_proposal_offered",
                "'proposal':'answer','inReplyTo':'plan','by':'beta'",
                by: "party:beta",
                asserted: "2025-07-20",
                occurrence: "answered"
            ),
            Said(
                "counter_proposal_offered",
                "'proposal':'answer','inReplyTo':'other','by':'beta'",
                by: "party:alpha",
                asserted: "2025-07-19",
                occurrence: "answered"
            )
        );

        book.Proposals["answer"].InReplyTo!.Value.Value.ShouldBe("plan");
        book.Proposals["other"].Counters.ShouldBeEmpty();
    }

    [Fact]
    public void Two_accounts_of_an_answer_contest_it() =>
        Book(
            Said("proposal_accepted", "'proposal':'plan','by':'beta'", by: "party:beta"),
            Said("proposal_rejected", "'proposal':'plan','by':'beta'", by: "party:alpha")
        )
            .Contested.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                c => c.Field.ShouldBe("/proposals/plan/responses/beta/latest"),
                c => c.Value.ShouldBe("rejected"),
                c => c.Rivals.Single().Value.ShouldBe("accepted")
            );

    private static ProposalBook Book(params string[] bodies) => Given(bodies).View<ProposalBook>();

    private static Proposal Plan(params string[] bodies) => Book(bodies).Proposals["plan"];

    private static IEnumerable<string> Ids(IEnumerable<NegotiationLedger.Values.PartyId> parties) => parties.Select(p => p.Value);
}
