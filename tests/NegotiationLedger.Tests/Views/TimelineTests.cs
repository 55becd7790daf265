using NegotiationLedger.Tests.Support;
using static NegotiationLedger.Tests.Support.Talks;

namespace NegotiationLedger.Tests.Views;

public sealed class TimelineTests
{
    [Fact]
    public void A_happening_bears_its_code_score_and_type()
    {
        var item = Given(Said("military_operations_begun", "'party':'alpha'")).View<Timeline>().Items[^1];

        (item.Cameo, item.Goldstein, item.Plover, item.What).ShouldBe(("190", -10m, "ASSAULT", "Alpha begins military operations"));
    }

    [Fact]
    public void A_figure_has_no_code() =>
        Given(Said("figure_reported", "'subject':'held','value':50"))
            .View<Timeline>()
            .Items[^1]
            .ShouldSatisfyAllConditions(i => i.Cameo.ShouldBeNull(), i => i.Goldstein.ShouldBeNull(), i => i.Plover.ShouldBeNull());

    [Fact]
    public void The_curve_is_the_daily_sum_and_its_mean_over_seven_calendar_days()
    {
        var curve = Given(
                Said("military_operations_begun", "'party':'alpha'", "2025-07-01"),
                Said("ceasefire_began", "", "2025-07-03T08:00:00Z"),
                Said("aid_delivered", "", "2025-07-03"),
                Said("military_operations_begun", "'party':'alpha'", "2025-07-08"),
                Said("military_operations_begun", "'party':'beta'", "2025-07-20")
            )
            .View<Timeline>()
            .Curve.Where(p => p.Day.StartsWith("2025-07", StringComparison.Ordinal))
            .ToList();

        curve.Select(p => p.Day).ShouldBe(["2025-07-01", "2025-07-03", "2025-07-08", "2025-07-20"]);
        var third = curve[1].Sum;
        third.ShouldBeGreaterThan(0);
        curve
            .Select(p => (p.Sum, p.Mean7))
            .ShouldBe([
                (-10m, Math.Round(-10m / 7, 2)),
                (third, Math.Round((third - 10) / 7, 2)),
                (-10m, Math.Round((third - 10) / 7, 2)),
                (-10m, Math.Round(-10m / 7, 2)),
            ]);
    }

    [Theory]
    [InlineData("2025-07", null, false)]
    [InlineData("2025-07-01/2025-07-02", null, false)]
    [InlineData("2025-07-XX", null, false)]
    [InlineData("2025-07-01~", null, true)]
    [InlineData("2025-07-01T10:00:00Z", null, true)]
    [InlineData("2025-07-01", "planned", false)]
    [InlineData("2025-07-01", "denied", false)]
    [InlineData("2025-07-01", "conditional", false)]
    public void Only_what_happened_on_a_known_day_enters_the_curve(string occurred, string? claim, bool enters) =>
        Given(Said("talks_collapsed", "", occurred, claim: claim)).View<Timeline>().Curve.Any(p => p.Day == "2025-07-01").ShouldBe(enters);

    [Fact]
    public void Happenings_stand_in_fold_order_and_after_what_they_came_after() =>
        Given(
                Said("talks_collapsed", "", "2025-07-02", after: Id(2).ToString(), id: Id(1)),
                Said("team_recalled", "'party':'alpha'", "2025-07-02", id: Id(2)),
                Said("talks_convened", "", "2025-07", id: Id(3))
            )
            .View<Timeline>()
            .Items.TakeLast(3)
            .SelectMany(i => i.Events)
            .ShouldBe([Id(3), Id(2), Id(1)]);

    [Fact]
    public void A_happening_names_who_denies_and_which_records_dispute_it()
    {
        var item = Given(
                Said("talks_collapsed", "", id: Id(1), occurrence: "end"),
                Said("talks_collapsed", "", by: "party:beta", occurrence: "end", claim: "denied"),
                Disputed(Id(1), id: Id(3))
            )
            .View<Timeline>()
            .Items.Single(i => i.Occurrence == "end" && i.Claim == NegotiationLedger.Vocabulary.Claim.Actual);

        item.DeniedBy!.Single().ToString().ShouldBe("party:beta");
        item.DisputedBy.ShouldBe([Id(3)]);
    }
}
