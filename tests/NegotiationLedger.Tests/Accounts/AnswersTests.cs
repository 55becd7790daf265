using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Accounts;

/// <summary>Which happening an answer comes after without being told, and in which order accounts of one stand.</summary>
public sealed class AnswersTests
{
    private static string Begun(string on, int id, string? occurrence = null, string source = "gazette") =>
        Said("military_operations_begun", "'party':'alpha'", on, occurrence: occurrence, source: source, id: Id(id));

    private static string Halted(string on, int id, string? claim = null) =>
        Said("military_operations_halted", "'party':'alpha'", on, claim: claim, id: Id(id));

    private static (DatedInstant At, EventId[] Last) Order(int answer, params string[] told)
    {
        var visible = Given(told).History.Through(Lens.Everything).Visible;
        return (visible.Single(a => a.Id == Id(answer)).At, [.. visible.TakeLast(told.Length).Select(a => a.Id)]);
    }

    [Fact]
    public void Two_accounts_of_one_beginning_are_one_thing_to_answer_as_early_as_its_earliest()
    {
        var (at, last) = Order(
            1,
            Halted("2025-07-03/..", 1),
            Begun("2025-07-05", 2, "offensive"),
            Begun("2025-07-07", 3, "offensive", "wire")
        );

        at.Day.ShouldBe(new(2025, 7, 5));
        last.ShouldBe([Id(2), Id(1), Id(3)]);
    }

    [Fact]
    public void Of_two_beginnings_the_one_is_answered_that_began_last_by_the_answers_own_latest_date() =>
        Order(1, Halted("2025-07-03/2025-07-08", 1), Begun("2025-07-05", 2), Begun("2025-07-07", 3), Begun("2025-07-09", 4))
            .Last.ShouldBe([Id(2), Id(3), Id(1), Id(4)]);

    [Fact]
    public void What_began_at_the_very_instant_of_the_answer_is_what_it_answers() =>
        Order(1, Halted("2025-07-05T12:00:00Z", 1), Begun("2025-07-01", 2), Begun("2025-07-05T12:00:00Z", 3))
            .Last.ShouldBe([Id(2), Id(3), Id(1)]);

    [Fact]
    public void Where_all_began_later_the_first_is_answered() =>
        Order(1, Halted("2025-07-03", 1), Begun("2025-07-05", 2), Begun("2025-07-07", 3)).Last.ShouldBe([Id(2), Id(1), Id(3)]);

    [Fact]
    public void What_is_only_planned_answers_nothing() =>
        Order(1, Halted("2025-07-03", 1, "planned"), Begun("2025-07-05", 2)).Last.ShouldBe([Id(1), Id(2)]);

    [Fact]
    public void Who_stands_behind_a_happening_is_sorted()
    {
        string[] told =
        [
            Said("team_recalled", "'party':'beta'", by: "party:beta", occurrence: "recall"),
            Said("team_recalled", "'party':'beta'", source: "wire", occurrence: "recall"),
            Said("team_recalled", "'party':'beta'", by: "party:alpha", occurrence: "recall"),
        ];
        var happening = Given(told).History.Through(Lens.Everything).Steps.Last().Occurrence;

        happening.Viewpoints.Select(v => v.ToString()).ShouldBe(["party:alpha", "party:beta", "publisher:The Wire"]);
        happening.PublisherCount.ShouldBe(2);
    }

    [Fact]
    public void A_happening_told_of_two_parties_is_two_items_that_can_be_told_apart()
    {
        var items = Given(
                Said("team_recalled", "'party':'alpha'", occurrence: "recall"),
                Said("team_recalled", "'party':'beta'", source: "wire", occurrence: "recall")
            )
            .View<Timeline>()
            .Items.Where(i => i.Type == "team_recalled")
            .ToList();

        items.Select(i => i.Key).ShouldBe(["recall alpha", "recall beta"]);
    }

    [Fact]
    public void A_denial_of_one_partys_part_is_none_of_anothers_and_one_of_nobodys_is_of_all()
    {
        string[] told =
        [
            Said("team_recalled", "'party':'alpha'", occurrence: "recall"),
            Said("team_recalled", "'party':'beta'", occurrence: "recall"),
        ];
        Denied("beta").ShouldBe([false, true]);
        Denied("gamma").ShouldBe([true, true]);

        IEnumerable<bool> Denied(string party) =>
            Given([.. told, Said("team_recalled", $"'party':'{party}'", by: "official", occurrence: "recall", claim: "denied")])
                .View<Timeline>()
                .Items.Where(i => i.Type == "team_recalled" && i.Claim is NegotiationLedger.Vocabulary.Claim.Actual)
                .Select(i => i.DeniedBy is not null);
    }
}
