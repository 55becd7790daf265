using System.Runtime.InteropServices;

namespace NegotiationLedger.Values;

/// <summary>A time as it is stated: a calendar day, a time of day on it and an offset from universal time, the last two as far as they are given.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StatedTime(DateOnly Day, TimeOnly? Time = null, TimeSpan? Offset = null)
{
    // A time of day is stated to the second, and bounds are to the microsecond.
    private static readonly TimeSpan RestOfSecond = TimeSpan.FromSeconds(1) - TimeSpan.FromMicroseconds(1);

    private DateTime Local => Day.ToDateTime(Time ?? TimeOnly.MinValue);

    /// <summary>The first point in time it may mean.</summary>
    internal DatedInstant Earliest(HomeZone zone) =>
        new(
            Day,
            Offset is { } offset ? new DateTimeOffset(Local, offset).ToUniversalTime()
                : Time is null ? zone.FirstOf(Day)
                : zone.FirstAt(Local)
        );

    /// <summary>The last point in time it may mean.</summary>
    internal DatedInstant Latest(HomeZone zone)
    {
        if (Offset is null && Time is null)
            return new DatedInstant(Day, zone.LastOf(Day)).NotBefore(Earliest(zone));
        var second = Offset is null ? zone.LastAt(Local) : Earliest(zone).Instant;
        return new(Day, second < DateTimeOffset.MaxValue - RestOfSecond ? second + RestOfSecond : DateTimeOffset.MaxValue);
    }

    /// <summary>The bound behind it: for a day, after whatever is stated to be on that day.</summary>
    internal DatedInstant End(HomeZone zone) => Time is null ? DatedInstant.EndOf(Day) : Latest(zone);

    /// <summary>Whether an end lies before a start wherever the two are read.</summary>
    /// <remarks>
    /// Two times with offsets are instants. Else calendar days decide, and universal time must agree: what a ledger once took, it reads for ever.
    /// </remarks>
    internal static bool IsReversed(StatedTime start, StatedTime end)
    {
        if (start.Earliest(HomeZone.Utc).Instant <= end.Latest(HomeZone.Utc).Instant)
            return false;
        var haveOffsets = (start.Offset is not null, end.Offset is not null);
        return haveOffsets is (true, true) || end.Day < start.Day || (end.Day == start.Day && haveOffsets is (false, false));
    }
}
