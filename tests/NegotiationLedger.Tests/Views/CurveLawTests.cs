using FsCheck;
using FsCheck.Fluent;
using NegotiationLedger.Tests.Support;

namespace NegotiationLedger.Tests.Views;

/// <summary>The curve is what its happenings come to, in whichever order and however many at a time they are told.</summary>
public sealed class CurveLawTests
{
    private static readonly DateOnly First = new(2025, 6, 1);

    private static readonly Arbitrary<(int Day, int Score)[][]> Told = Arb.From(
        (from day in Gen.Choose(0, 40) from score in Gen.Choose(-100, 100) select (day, score))
            .ArrayOf()
            .ArrayOf()
    );

    [Fact]
    public void A_curve_that_grew_is_the_curve_of_all_it_was_told() =>
        Laws.ForAll(
            Told,
            told =>
            {
                var curve = told.Aggregate(Curve.Empty, (grown, more) => grown.With([.. more.Select(Scored)]));
                return curve.Points.SequenceEqual(Reference([.. told.SelectMany(more => more).Select(Scored)]));
            },
            rounds: 300
        );

    [Fact]
    public void What_one_day_adds_moves_no_point_before_it_or_more_than_six_days_after_it()
    {
        var curve = Curve.Empty.With([.. Enumerable.Range(0, 20).Select(i => (First.AddDays(i), 1m))]);
        var more = curve.With([(First.AddDays(5), 2m)]);

        for (var i = 0; i < 20; i++)
            ReferenceEquals(curve.Points[i], more.Points[i]).ShouldBe(i is < 5 or > 11, $"{i}");
        curve.With([]).ShouldBeSameAs(curve);
    }

    private static (DateOnly, decimal) Scored((int Day, int Score) told) => (First.AddDays(told.Day), told.Score / 10m);

    private static IEnumerable<CurvePoint> Reference((DateOnly Day, decimal Score)[] all) =>
        all.GroupBy(s => s.Day)
            .OrderBy(g => g.Key)
            .Select(g => new CurvePoint(
                g.Key.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                g.Sum(s => s.Score),
                Math.Round(all.Where(s => s.Day <= g.Key && s.Day > g.Key.AddDays(-7)).Sum(s => s.Score) / 7, 2)
            ));
}
