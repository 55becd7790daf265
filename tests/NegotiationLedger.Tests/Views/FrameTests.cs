using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class FrameTests
{
    [Fact]
    public void The_frame_knows_parties_roles_and_issues()
    {
        var frame = Opened().View<TalksStatus>().Frame;

        (frame.Title!.Value, frame.Subject!.Value, frame.Issues["land"].Title!.Value).ShouldBe(("The talks", "Land and arms", "Land"));
        (frame.Parties["delta"].Role!.Value, frame.Parties["delta"].Supports!.Value.Value).ShouldBe((Role.Supporter, "alpha"));
        frame.Principals.ShouldBe(["alpha", "beta"]);
    }

    [Fact]
    public void A_second_account_of_a_party_contests_the_first()
    {
        var beta = Given(Said("party_joined", "'party':'beta','name':'The Betans','role':'principal'", "2025-05-01", by: "party:alpha"))
            .View<TalksStatus>()
            .Frame.Parties["beta"];

        beta.Name!.Value.ShouldBe("The Betans");
        beta.Name.Contested!.Single().Value.ShouldBe("Beta");
        beta.Role!.Contested.ShouldBeNull();
    }
}
