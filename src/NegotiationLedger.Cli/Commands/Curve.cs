using System.Globalization;
using System.Text.Json;

namespace NegotiationLedger.Cli;

/// <summary>The cooperation–conflict curve with every day between its first and its last.</summary>
/// <param name="First">The first day, or empty.</param>
/// <param name="Last">The last day, or empty.</param>
/// <param name="Sums">The sum of the scores of each day; 0 for a day without happenings.</param>
/// <param name="Means">The mean of the sums of each day and the six before it.</param>
internal sealed record Curve(string First, string Last, IReadOnlyList<decimal> Sums, IReadOnlyList<decimal> Means)
{
    private const int Week = 7;
    private static readonly Curve Empty = new("", "", [], []);

    /// <summary>The curve of a timeline, whose points are the days that have one.</summary>
    public static Curve Of(JsonElement timeline)
    {
        var points = new SortedDictionary<DateOnly, decimal>();
        foreach (var point in timeline.Items("curve"))
        {
            if (DateOnly.TryParseExact(point.Text("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                points[day] = point.Number("sum") ?? 0;
        }

        if (points.Count == 0)
            return Empty;
        var (first, last) = (points.Keys.First(), points.Keys.Last());
        var sums = Enumerable
            .Range(first.DayNumber, last.DayNumber - first.DayNumber + 1)
            .Select(day => points.GetValueOrDefault(DateOnly.FromDayNumber(day)))
            .ToList();
        return new(
            Text(first),
            Text(last),
            sums,
            [.. sums.Select((_, day) => Math.Round(sums.Skip(Math.Max(0, day + 1 - Week)).Take(Math.Min(Week, day + 1)).Sum() / Week, 2))]
        );
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
