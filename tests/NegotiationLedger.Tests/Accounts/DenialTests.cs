using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

/// <summary>What a denial is held against, by name or without.</summary>
public sealed class DenialTests
{
    private const string Concession = "'party':'alpha','text':'Some land','issue':'land'";
    private static readonly string Conceded = Said("concession_offered", Concession, "2025-07-10", id: Id(1));
    private static readonly string Denied = Said("concession_offered", Concession, "2025-07", "party:alpha", claim: "denied", id: Id(2));

    [Fact]
    public void A_denial_without_a_name_is_held_against_the_one_happening_like_it()
    {
        var talks = Given(Conceded, Denied);

        var cell = talks.View<IssueMatrix>().Issues["land"].Cells["alpha"];
        var position = new[] { cell.Current }.Concat(cell.Others).Single(p => p.Kind is PositionKind.Concedes);
        position.Contested!.Single().ShouldSatisfyAllConditions(r => r.Kind.ShouldBe(RivalKind.Denial), r => r.Events.ShouldBe([Id(2)]));
        talks.View<Timeline>().Items.Single(i => i.Events.Contains(Id(1))).DeniedBy!.Single().ToString().ShouldBe("party:alpha");
        talks.Through(standing: "undisputed").Visible.ShouldNotContain(a => a.Id == Id(1));
        talks.Through(standing: "undisputed", accordingTo: "publisher:The Gazette").Visible.ShouldNotContain(a => a.Id == Id(1));
    }

    [Fact]
    public void Recording_says_which_happening_it_was_held_against()
    {
        Warned(Given(Conceded), Denied)
            .ShouldBe([("denial_matched", "It is taken as a denial of: Alpha concedes: Some land, 2025-07-10.")]);
        Warned(Opened(), Denied).ShouldBe([("denial_unmatched", "Nothing on record matches what it denies.")]);
        Warned(Given(Conceded, Said("concession_offered", Concession, "2025-07-12")), Denied).Single().Code.ShouldBe("denial_ambiguous");
    }

    [Fact]
    public void Where_it_may_be_of_several_each_is_perhaps_denied_and_none_is_left_out()
    {
        var talks = Given(Conceded, Said("concession_offered", Concession, "2025-07-12", id: Id(3)), Denied);

        var items = talks
            .View<Timeline>()
            .Items.Where(i => i.Claim is NegotiationLedger.Vocabulary.Claim.Actual && i.Type == "concession_offered");
        items.ShouldAllBe(i => i.DeniedBy == null && i.PerhapsDeniedBy!.Count == 1);
        talks.Through(standing: "undisputed").Visible.Count(a => a.Id == Id(1) || a.Id == Id(3)).ShouldBe(2);
    }

    [Theory]
    [InlineData("2025-08", "'party':'alpha','text':'Some land','issue':'land'")]
    [InlineData("2025-07", "'party':'beta','text':'Some land','issue':'land'")]
    public void Another_time_or_another_party_is_not_denied(string on, string payload) =>
        Given(Conceded, Said("concession_offered", payload, on, "party:alpha", claim: "denied"))
            .View<Timeline>()
            .Items.Single(i => i.Events.Contains(Id(1)))
            .DeniedBy.ShouldBeNull();

    [Fact]
    public void A_denial_that_is_itself_disputed_does_not_count()
    {
        var talks = Given(Conceded, Denied, Disputed(Id(2)));

        talks.View<Timeline>().Items.Single(i => i.Events.Contains(Id(1))).DeniedBy.ShouldBeNull();
        talks.Through(standing: "undisputed").Visible.ShouldContain(a => a.Id == Id(1));
    }

    private static IEnumerable<(string Code, string Detail)> Warned(Ledger talks, string body) =>
        talks.Decide(body).Records.Single().Warnings.Select(w => (w.Code, w.Detail));
}
