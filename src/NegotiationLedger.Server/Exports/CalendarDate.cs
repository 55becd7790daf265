namespace NegotiationLedger.Server;

/// <summary>A year, perhaps with its month, and perhaps with its day: as exact as a date is told.</summary>
/// <param name="Year">From 1.</param>
/// <param name="Month">From 1; null when only the year is told.</param>
/// <param name="Day">From 1; null when only the month is told.</param>
internal sealed record CalendarDate(int Year, int? Month, int? Day)
{
    /// <summary>Where a date begins and, when it is longer than such a date, where it ends; the end is null for one that is open or unknown.</summary>
    internal static (CalendarDate Start, CalendarDate? End) Of(Edtf date)
    {
        var (first, last) = (date.FirstDay, date.LastDay);
        if (first == last)
            return (Exact(first), null);
        if (last == DateOnly.MaxValue)
            return (Exact(first), null);
        if (first.Day == 1 && last == first.AddMonths(1).AddDays(-1))
            return (new(first.Year, first.Month, null), null);
        if (first.DayOfYear == 1 && last == first.AddYears(1).AddDays(-1))
            return (new(first.Year, null, null), null);
        return (Exact(first), Exact(last));
    }

    /// <summary>Its parts, from the year on.</summary>
    internal IReadOnlyList<int> Parts =>
        Month is not { } month ? [Year]
        : Day is not { } day ? [Year, month]
        : [Year, month, day];

    private static CalendarDate Exact(DateOnly day) => new(day.Year, day.Month, day.Day);
}
