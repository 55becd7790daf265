using System.Globalization;

namespace NegotiationLedger.Values;

/// <summary>A day with a time of day to the second, with <c>Z</c>, with an offset of hours or of hours and minutes, or without one.</summary>
internal static class EdtfTimes
{
    private const string Example = "2025-07-24T18:00:00Z";
    private const int GreatestOffset = 14 * 60;

    /// <summary>Reads a text that holds a <c>T</c>.</summary>
    internal static EdtfFault? Read(string text, out EdtfSpan span)
    {
        span = default;
        var at = text.IndexOf('T', StringComparison.Ordinal);
        var (date, clock) = (text[..at], text[(at + 1)..]);
        if (date.Length == 0)
            return new("a time of day follows a date", Example);
        if (EdtfDates.Read(date, out var day) is { } fault)
            return fault;
        if (day.First != day.Last || day.IsQualified || date.Contains('X', StringComparison.Ordinal))
            return new("a time of day follows one whole day, without qualifier or unspecified digits", date);
        if (clock.Length > 0 && clock[^1] is '?' or '~' or '%')
            return new("a time of day has no qualifier, but a day may have one", date + clock[^1]);
        var split = clock.IndexOfAny(['Z', '+', '-']) is >= 0 and var found ? found : clock.Length;
        var (time, zone) = (clock[..split], clock[split..]);
        if ((FaultOfTime(day.First.Day, time, zone) ?? FaultOfOffset($"{date}T{time}", zone)) is { } wrong)
            return wrong;
        var stated = new StatedTime(day.First.Day, new(Two(time, 0), Two(time, 3), Two(time, 6)), OffsetOf(zone));
        span = new(stated, stated, IsQualified: false);
        return IsRepresentable(stated) ? null : EdtfYears.OutOfRange("what this is in universal time");
    }

    private static EdtfFault? FaultOfTime(DateOnly day, string time, string zone)
    {
        if (Shape(time) is "00" or "00:00")
            return new("the seconds are missing in its time of day", Or(Example, day, time + "00:00:00"[time.Length..] + zone));
        if (time.Length > 9 && time[8] is '.' or ',' && Shape(time[..8]) == "00:00:00" && time[9..].All(char.IsAsciiDigit))
            return new("a time of day has no fractions of a second", Or(Example, day, time[..8] + zone));
        if (Shape(time) != "00:00:00")
            return new("a time of day is written as 18:00:00", Example);
        if (time == "24:00:00" && day < DateOnly.MaxValue)
            return new("the midnight that ends a day is 00:00:00 of the next", Or(Example, day.AddDays(1), "00:00:00" + zone));
        if (Two(time, 0) > 23)
            return new($"hours are 00 to 23, not {time[..2]}", Or(Example, day, "23" + time[2..] + zone));
        if (Two(time, 3) > 59)
            return new($"minutes are 00 to 59, not {time[3..5]}", Or(Example, day, time[..3] + "59" + time[5..] + zone));
        return Two(time, 6) > 59 ? new($"seconds are 00 to 59, not {time[6..]}", Or(Example, day, time[..6] + "59" + zone)) : null;
    }

    private static EdtfFault? FaultOfOffset(string before, string zone)
    {
        if (zone is "" or "Z")
            return null;
        var shape = Shape(zone[1..]);
        if (zone[0] == 'Z' || shape is not ("00" or "00:00"))
            return new(
                "an offset is written +04, +04:30 or Z",
                shape is "0000" && zone[0] != 'Z' && IsOffset(zone.Insert(3, ":")) ? before + zone.Insert(3, ":") : before
            );
        return IsOffset(zone) ? null : new("an offset is at most 14 hours, with minutes from 00 to 59", before);
    }

    private static bool IsOffset(string zone) =>
        (zone.Length == 3 || Two(zone, 4) <= 59) && Math.Abs((OffsetOf(zone) ?? TimeSpan.Zero).TotalMinutes) <= GreatestOffset;

    private static TimeSpan? OffsetOf(string zone)
    {
        if (zone.Length < 3)
            return zone == "Z" ? TimeSpan.Zero : null;
        var offset = new TimeSpan(Two(zone, 1), zone.Length == 3 ? 0 : Two(zone, 4), 0);
        return zone[0] == '-' ? -offset : offset;
    }

    private static bool IsRepresentable(StatedTime stated)
    {
        var ticks = stated.Day.ToDateTime(stated.Time!.Value).Ticks - (stated.Offset ?? TimeSpan.Zero).Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
    }

    // What was probably meant, when it is right as a whole.
    private static string Or(string example, DateOnly day, string clock)
    {
        var meant = $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}T{clock}";
        return Read(meant, out _) is null ? meant : example;
    }

    private static string Shape(string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? '0' : c));

    private static int Two(string text, int at) => int.Parse(text.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture);
}
