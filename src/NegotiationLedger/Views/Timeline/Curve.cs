using System.Globalization;

namespace NegotiationLedger.Views;

/// <summary>One day of the cooperation–conflict curve.</summary>
/// <param name="Day">The day, as stated or else where the negotiation is at home: <c>2025-07-24</c>.</param>
/// <param name="Sum">The sum of the Goldstein scores of the day's happenings.</param>
/// <param name="Mean7">The mean of the daily sums of this day and the six before it, a day without happenings counting as 0.</param>
public sealed record CurvePoint(string Day, decimal Sum, decimal Mean7) : IIdentified
{
    string IIdentified.Identity => Day;
}

/// <summary>The cooperation–conflict curve, which grows with the happenings. It has a point for each day that has one.</summary>
internal sealed class Curve
{
    private const int Window = 7;
    private static readonly Comparer<(DateOnly Day, decimal Sum)> ByDay = Comparer<(DateOnly Day, decimal Sum)>.Create(
        (one, other) => one.Day.CompareTo(other.Day)
    );

    private readonly (DateOnly Day, decimal Sum)[] _days;
    private readonly CurvePoint[] _points;

    private Curve((DateOnly Day, decimal Sum)[] days, CurvePoint[] points) => (_days, _points) = (days, points);

    /// <summary>A curve of nothing.</summary>
    internal static Curve Empty { get; } = new([], []);

    /// <summary>Its points, by day.</summary>
    internal IReadOnlyList<CurvePoint> Points => _points;

    /// <summary>The curve with more happenings in it. The points that they do not move stay the same objects.</summary>
    /// <param name="scores">Days and Goldstein scores, in any order.</param>
    internal Curve With(IReadOnlyCollection<(DateOnly Day, decimal Score)> scores)
    {
        if (scores.Count == 0)
            return this;
        var added = scores.GroupBy(s => s.Day).Select(g => (Day: g.Key, Sum: g.Sum(s => s.Score))).OrderBy(s => s.Day).ToArray();
        var (days, points) = (
            new List<(DateOnly Day, decimal Sum)>(_days.Length + added.Length),
            new List<CurvePoint?>(_days.Length + added.Length)
        );
        // What comes last, as it mostly does, leaves the rest alone.
        var start = Array.BinarySearch(_days, (added[0].Day, 0m), ByDay);
        start = start < 0 ? ~start : start;
        days.AddRange(_days.AsSpan(0, start));
        points.AddRange(_points.AsSpan(0, start));
        var next = 0;
        for (var i = start; i < _days.Length; i++)
        {
            for (; next < added.Length && added[next].Day < _days[i].Day; next++)
                Take(added[next], null);
            var sum = next < added.Length && added[next].Day == _days[i].Day ? added[next++].Sum : (decimal?)null;
            Take((_days[i].Day, _days[i].Sum + (sum ?? 0)), sum is null ? _points[i] : null);
        }

        for (; next < added.Length; next++)
            Take(added[next], null);
        return new([.. days], Filled(days, points, start));

        void Take((DateOnly Day, decimal Sum) day, CurvePoint? point)
        {
            days.Add(day);
            points.Add(point);
        }
    }

    // A point stays when neither its day nor one of the six before it changed.
    private static CurvePoint[] Filled(List<(DateOnly Day, decimal Sum)> days, List<CurvePoint?> points, int start)
    {
        var filled = new CurvePoint[days.Count];
        points.CopyTo(0, filled, 0, start);
        DateOnly? changed = null;
        for (var i = start; i < days.Count; i++)
        {
            if (points[i] is null)
                changed = days[i].Day;
            filled[i] =
                points[i] is { } kept && !(days[i].Day.DayNumber - changed?.DayNumber < Window)
                    ? kept
                    : new(days[i].Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), days[i].Sum, Mean(days, i));
        }

        return filled;
    }

    private static decimal Mean(List<(DateOnly Day, decimal Sum)> days, int index)
    {
        var total = 0m;
        for (var i = index; i >= 0 && days[i].Day.DayNumber > days[index].Day.DayNumber - Window; i--)
            total += days[i].Sum;
        return Math.Round(total / Window, 2);
    }
}
