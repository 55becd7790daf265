using System.Globalization;

namespace NegotiationLedger.Console;

/// <summary>A mark on the axis of time.</summary>
/// <param name="At">The instant.</param>
/// <param name="X">Where it is.</param>
/// <param name="Text">What stands at it.</param>
public sealed record Tick(DateTimeOffset At, double X, string Text);

/// <summary>The axis of time of a picture: ticks at the beginnings of hours, days, months or years where the negotiation is at home.</summary>
internal static class AxisTicks
{
    private const double Apart = 84;
    private const double DaysInMonth = 30.44;
    private const int Most = 60;

    private static readonly int[] Hours = [1, 3, 6, 12];
    private static readonly int[] Days = [1, 2, 7, 14];
    private static readonly int[] Months = [1, 3, 6];
    private static readonly int[] Years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

    /// <summary>The ticks, in order, none nearer to the next than a label is wide.</summary>
    internal static IReadOnlyList<Tick> Of(TimeWindow window, double width, HomeZone zone)
    {
        var days = window.Length.TotalDays / width * Apart;
        var starts =
            Step(Hours, 1 / 24.0, days) is { } hours ? OfHours(window, hours, zone)
            : Step(Days, 1, days) is { } step ? OfDays(window, step, zone)
            : Step(Months, DaysInMonth, days) is { } months ? OfMonths(window, months, zone)
            : OfMonths(window, 12 * (Step(Years, 365.25, days) ?? Years[^1]), zone);
        return Spaced([.. starts.Where(s => s.At >= window.From && s.At <= window.To).Take(Most)], window, width);
    }

    // Months are not equally long: one that comes too soon is left out.
    private static List<Tick> Spaced(List<(DateTimeOffset At, string Text)> starts, TimeWindow window, double width)
    {
        var ticks = new List<Tick>();
        foreach (var (at, text) in starts)
        {
            var x = window.X(at, width);
            if (ticks.Count == 0 || x - ticks[^1].X >= Apart * 0.85)
                ticks.Add(new(at, x, text));
        }

        return ticks;
    }

    private static int? Step(int[] steps, double unit, double atLeast) =>
        steps.FirstOrDefault(s => s * unit >= atLeast) is var step and > 0 ? step : null;

    private static IEnumerable<(DateTimeOffset At, string Text)> OfHours(TimeWindow window, int hours, HomeZone zone) =>
        DaysOf(window, zone)
            .SelectMany(day =>
                Enumerable
                    .Range(0, 24 / hours)
                    .Select(i => (Start(day, zone).AddHours(i * hours), i == 0 ? Words(day, "d MMM") : $"{i * hours:00}:00"))
            );

    private static IEnumerable<(DateTimeOffset At, string Text)> OfDays(TimeWindow window, int step, HomeZone zone) =>
        // Weeks begin on Monday: day number 0 is one.
        DaysOf(window, zone).Where(day => day.DayNumber % step == 0).Select(day => (Start(day, zone), Words(day, "d MMM")));

    private static IEnumerable<(DateTimeOffset At, string Text)> OfMonths(TimeWindow window, int step, HomeZone zone)
    {
        var first = DatedInstant.AtHome(window.From, zone).Day;
        var months = (first.Year * 12 + first.Month - 1) / step * step;
        for (; months <= (9999 * 12) + 11; months += step)
        {
            if (months < 12)
                continue;
            var day = new DateOnly(months / 12, months % 12 + 1, 1);
            var at = Start(day, zone);
            if (at > window.To)
                yield break;
            yield return (at, step >= 12 ? Words(day, "yyyy") : Words(day, "MMM yyyy"));
        }
    }

    private static IEnumerable<DateOnly> DaysOf(TimeWindow window, HomeZone zone)
    {
        var (first, last) = (DatedInstant.AtHome(window.From, zone).Day.DayNumber, DatedInstant.AtHome(window.To, zone).Day.DayNumber);
        return Enumerable.Range(first, last - first + 1).Select(DateOnly.FromDayNumber);
    }

    private static DateTimeOffset Start(DateOnly day, HomeZone zone) => Edtf.Day(day.Year, day.Month, day.Day).EarliestIn(zone).Instant;

    private static string Words(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);
}
