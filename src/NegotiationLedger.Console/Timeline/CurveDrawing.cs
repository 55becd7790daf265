using System.Globalization;

namespace NegotiationLedger.Console;

/// <summary>A bar of the cooperation–conflict curve.</summary>
/// <param name="X">Its middle.</param>
/// <param name="Y">Its upper end.</param>
/// <param name="Height">How high it is.</param>
/// <param name="Sum">The sum of the scores that it shows.</param>
/// <param name="Text">The day, or days, and the score.</param>
public sealed record CurveBar(double X, double Y, double Height, decimal Sum, string Text);

/// <summary>The cooperation–conflict curve as it is drawn below a timeline.</summary>
/// <param name="Bars">The daily sums: up for cooperation, down for conflict.</param>
/// <param name="Line">The 7-day mean as the path of an SVG; at 0 where a week has no day; empty for none.</param>
/// <param name="Most">The score at the upper end of the picture; its negative is at the lower.</param>
/// <param name="BarWidth">How wide a bar is.</param>
public sealed record CurveDrawing(IReadOnlyList<CurveBar> Bars, string Line, decimal Most, double BarWidth)
{
    /// <summary>How high the picture is.</summary>
    internal const double Height = 96;

    /// <summary>Where 0 is.</summary>
    internal const double Middle = Height / 2;

    private const double Column = 4;
    private const int Week = 7;

    /// <summary>The curve on the same axis as the timeline above it.</summary>
    internal static CurveDrawing Of(IReadOnlyList<CurvePoint> curve, TimeWindow window, double width, HomeZone zone)
    {
        var days = curve
            .Select(p => (Day: DateOnly.ParseExact(p.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture), Point: p))
            .Select(p => (p.Day, p.Point, X: window.X(Noon(p.Day, zone), width)))
            .Where(p => p.X >= 0 && p.X <= width)
            .ToList();
        if (days.Count == 0)
            return new([], "", 1, 0);
        // Where days are narrower than a column, a bar is their mean.
        var columns = days.GroupBy(p => (int)(p.X / Column)).Select(g => g.ToList()).ToList();
        var most = Math.Max(1, columns.Max(c => Math.Max(Math.Abs(c.Average(p => p.Point.Sum)), Math.Abs(c.Average(p => p.Point.Mean7)))));
        var day = TimeSpan.TicksPerDay / (double)window.Length.Ticks * width;
        return new(
            [.. columns.Select(c => BarOf(c, most))],
            LineOf(columns, most, day * Week),
            Math.Round(most, 1),
            Math.Clamp(day * 0.7, 2, 18)
        );
    }

    private static CurveBar BarOf(List<(DateOnly Day, CurvePoint Point, double X)> column, decimal most)
    {
        var sum = Math.Round(column.Average(p => p.Point.Sum), 1);
        var end = Y(sum, most);
        var days = column.Count == 1 ? DateWords.Of(column[0].Point.Day) : DateWords.Of($"{column[0].Point.Day}/{column[^1].Point.Day}");
        return new(
            column.Average(p => p.X),
            Math.Min(end, Middle),
            Math.Max(Math.Abs(end - Middle), 1),
            sum,
            Say.Of(Strings.CurveBar, days, Signed(sum), Signed(Math.Round(column.Average(p => p.Point.Mean7), 1)))
        );
    }

    // A week after a day without another nothing of it is in the mean.
    private static string LineOf(List<List<(DateOnly Day, CurvePoint Point, double X)>> columns, decimal most, double week)
    {
        var path = new System.Text.StringBuilder();
        List<(DateOnly Day, CurvePoint Point, double X)>? before = null;
        foreach (var column in columns)
        {
            if (before is null)
                Append('M', column[0].X, 0);
            else if (column[0].Day.DayNumber - before[^1].Day.DayNumber > Week)
            {
                Append('L', before[^1].X + week, 0);
                Append('L', column[0].X, 0);
            }

            Append('L', column.Average(p => p.X), column.Average(p => p.Point.Mean7));
            before = column;
        }

        Append('L', before![^1].X + week, 0);
        return path.ToString();

        void Append(char kind, double x, decimal mean) => path.Append(CultureInfo.InvariantCulture, $"{kind}{x:0.#} {Y(mean, most):0.#}");
    }

    /// <summary>A score with its sign.</summary>
    internal static string Signed(decimal score) => score.ToString("+0.#;−0.#;0", CultureInfo.InvariantCulture);

    private static double Y(decimal score, decimal most) => Middle - (double)(score / most) * (Middle - 4);

    private static DateTimeOffset Noon(DateOnly day, HomeZone zone) =>
        Edtf.Day(day.Year, day.Month, day.Day).EarliestIn(zone).Instant.AddHours(12);
}
