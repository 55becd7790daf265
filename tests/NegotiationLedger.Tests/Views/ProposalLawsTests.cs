using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.RandomHistories;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

/// <summary>The proposals and the matrix never contradict each other.</summary>
public sealed class ProposalLawsTests
{
    private static readonly int[] OfProposals = [.. KindsOf("proposal", "counter", "response", "agreement", "negotiation_closed")];

    // What alpha's plan (land, arms) meets with, by itself and one after another.
    private static readonly (string Type, string Payload)[] Moves =
    [
        ("counter_proposal_offered", "'proposal':'answer','inReplyTo':'plan','by':'beta','terms':{'land':{'text':'A third'}}"),
        ("counter_proposal_offered", "'proposal':'silent','inReplyTo':'plan','by':'beta'"),
        ("counter_proposal_offered", "'proposal':'own','inReplyTo':'plan','by':'alpha','terms':{'arms':{'text':'Few'}}"),
        ("proposal_accepted", "'proposal':'plan','by':'beta'"),
        ("proposal_accepted", "'proposal':'plan','by':'beta'"),
        ("proposal_accepted", "'proposal':'plan','by':'beta','extent':'partial','terms':['land']"),
        ("proposal_accepted", "'proposal':'plan','by':'beta','extent':'partial','terms':['arms']"),
        ("proposal_accepted", "'proposal':'plan','by':'beta','extent':'conditional','conditions':'If paid'"),
        ("proposal_accepted", "'proposal':'plan','by':'delta'"),
        ("proposal_rejected", "'proposal':'plan','by':'beta'"),
        ("proposal_rejected", "'proposal':'plan','by':'beta','terms':['land']"),
        ("response_submitted", "'proposal':'plan','by':'beta'"),
        ("proposal_amended", "'proposal':'plan','by':'beta','terms':{'arms':{'text':'One'}}"),
        ("proposal_amended", "'proposal':'plan','terms':{'land':{'text':'Half'}}"),
        ("proposal_withdrawn", "'proposal':'answer','by':'beta'"),
        ("proposal_withdrawn", "'proposal':'silent','by':'beta'"),
        ("proposal_withdrawn", "'proposal':'own','by':'alpha'"),
    ];

    [Fact]
    public void What_meets_with_a_proposal_is_told_alike_by_the_proposals_and_the_matrix() =>
        Laws.ForAll(
            Arb.From(Gen.Choose(0, Moves.Length - 1).ArrayOf(), moves => moves.Select((_, i) => moves.Where((_, j) => j != i).ToArray())),
            moves =>
            {
                var ledger = Opened();
                foreach (var (move, i) in moves.Take(25).Select((move, i) => (Moves[move], i)))
                {
                    var body = Said(move.Type, move.Payload, $"2025-07-{i + 1:00}");
                    // A counter-proposal is withdrawn once it was made.
                    if (ledger.Decide(DateTimeOffset.UnixEpoch, body).Problems.Count == 0)
                        ledger.Record(body);
                    if (Contradiction(ledger.Through()) is not null)
                        return false;
                }

                return true;
            },
            rounds: 150
        );

    [Fact]
    public void However_many_tell_of_proposals_the_proposals_and_the_matrix_tell_alike() =>
        Laws.ForAll(
            Arb.From(
                from told in (from kind in Gen.Elements(OfProposals) from record in Records select record with { Kind = kind }).ArrayOf(9)
                from lens in RandomLenses.Any.Generator
                select (told, lens),
                seen => seen.told.Select((_, i) => (seen.told.Where((_, j) => j != i).ToArray(), seen.lens))
            ),
            seen => Contradiction(Ledger(seen.told).History.Through(seen.lens)) is null,
            rounds: 300
        );

    [Fact]
    public void With_its_counter_withdrawn_a_proposal_awaits_the_answer_that_was_taken_back_and_nothing_of_it_is_agreed()
    {
        string[] told =
        [
            Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-01"),
            Said(Moves[0].Type, Moves[0].Payload, "2025-07-02"),
            Said("proposal_withdrawn", "'proposal':'answer'", "2025-07-03"),
        ];
        var talks = Given(told);

        var plan = talks.View<ProposalBook>().Proposals["plan"];
        (plan.State!.Value, plan.Awaiting.Single().Value, plan.Move.Single().Value).ShouldBe((ProposalState.OnTheTable, "beta", "beta"));
        plan.Responses["beta"].Latest.Value.ShouldBe(Response.Countered);
        talks.View<IssueMatrix>().Issues.Values.ShouldAllBe(r => r.State == RowState.OneSided && r.Agreed == null);
        var again = Given([.. told, Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-04")]);
        again.View<ProposalBook>().Proposals["plan"].State!.Value.ShouldBe(ProposalState.Accepted);
        again.View<IssueMatrix>().Issues.Values.ShouldAllBe(r => r.State == RowState.Agreed);
    }

    [Fact]
    public void A_counter_of_its_own_author_withdrawn_leaves_the_answers_as_they_were()
    {
        var talks = Given(
            Said("proposal_accepted", "'proposal':'plan','by':'beta'", "2025-07-01"),
            Said(Moves[2].Type, Moves[2].Payload, "2025-07-02"),
            Said("proposal_withdrawn", "'proposal':'own'", "2025-07-03")
        );

        talks.View<ProposalBook>().Proposals["plan"].State!.Value.ShouldBe(ProposalState.Accepted);
        talks.View<IssueMatrix>().Issues.Values.ShouldAllBe(r => r.State == RowState.Agreed);
    }

    [Fact]
    public void Who_takes_each_term_takes_the_whole()
    {
        var talks = Given(
            Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'partial','terms':['land']", "2025-07-01", id: Id(1)),
            Said("proposal_accepted", "'proposal':'plan','by':'beta','extent':'partial','terms':['arms']", "2025-07-02", id: Id(2))
        );

        var plan = talks.View<ProposalBook>().Proposals["plan"];
        (plan.State!.Value, plan.State.Occurred.Text, plan.Move.Count).ShouldBe((ProposalState.Accepted, "2025-07-02", 0));
        plan.State.Events.ShouldBe([Id(1), Id(2)], ignoreOrder: true);
        talks.View<IssueMatrix>().Issues.Values.ShouldAllBe(r => r.State == RowState.Agreed);
    }

    private static string? Contradiction(Account account)
    {
        var (proposals, deals) = (View.Of<ProposalBook>(account).Proposals, View.Of<Agreements>(account).ById);
        var issues = View.Of<IssueMatrix>(account).Issues;
        // An agreement may have the name of the proposal that it came from.
        foreach (var (issue, row) in issues)
        {
            if (row.Agreed is { } agreed && !deals.ContainsKey(agreed.Reference) && !IsAgreed(proposals[agreed.Reference], issue))
                return $"{issue} is agreed, and {agreed.Reference} says it is not";
            foreach (var (party, cell) in row.Cells)
            {
                foreach (
                    var held in cell
                        .Others.Prepend(cell.Current)
                        .Where(h => h.Reference is { } id && proposals.ContainsKey(id) && !deals.ContainsKey(id))
                )
                {
                    if (!Says(proposals[held.Reference!], issue, new(party), held.Kind))
                        return $"{party} {held.Kind} {held.Reference} on {issue}, which the proposal does not say";
                }
            }
        }

        foreach (var (id, proposal) in proposals.Where(p => p.Value.Terms.Count > 0))
        {
            var isAccepted = proposal.State?.Value is ProposalState.Accepted;
            if (isAccepted && !proposal.Terms.Keys.All(issue => issues[issue].Agreed is not null))
                return $"{id} is accepted, and not each of its rows was agreed";
            if (proposal.State?.Value is ProposalState.OnTheTable && proposal.Terms.Values.All(t => t.IsAgreed))
                return $"each term of {id} is agreed, and it is on the table";
        }

        return null;
    }

    private static bool IsAgreed(Proposal proposal, string issue) =>
        proposal.Terms[issue].IsAgreed
        && proposal.State!.Value
            is ProposalState.OnTheTable
                or ProposalState.Accepted
                or ProposalState.ConditionallyAccepted
                or ProposalState.Superseded;

    // Who answered a proposal on the table by another takes and refuses nothing of it.
    private static bool Says(Proposal proposal, string issue, PartyId party, PositionKind kind)
    {
        var isAnswer = kind is PositionKind.Accepts or PositionKind.AcceptsConditionally or PositionKind.Rejects;
        if (isAnswer && proposal.IsOnTheTable && proposal.Responses[party.Value].Latest.Value is Response.Countered)
            return false;
        return kind switch
        {
            PositionKind.Accepts => proposal.Terms[issue].AcceptedBy.Contains(party),
            PositionKind.AcceptsConditionally => proposal.Terms[issue].ConditionallyAcceptedBy!.Contains(party),
            PositionKind.Rejects => proposal.Terms[issue].RejectedBy.Contains(party),
            _ => true,
        };
    }
}
