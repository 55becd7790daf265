using System.Runtime.InteropServices;

namespace NegotiationLedger.Values;

/// <summary>
/// A point in a negotiation's time: the calendar day as stated (the day at home where none is stated), then the instant. Compared in that
/// order, so that what somebody dates to 1 May belongs to 1 May and comes before 2 May, whatever the clocks of other places say.
/// </summary>
/// <param name="Day">The calendar day.</param>
/// <param name="Instant">The instant. Its offset does not count: always compared in universal time.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DatedInstant(DateOnly Day, DateTimeOffset Instant) : IComparable<DatedInstant>
{
    /// <summary>After every date; the end of what has an open or unknown end.</summary>
    public static DatedInstant EndOfTime { get; } = EndOf(DateOnly.MaxValue);

    /// <summary>The end of a calendar day as a bound: after whatever is stated to be on that day, in any zone.</summary>
    public static DatedInstant EndOf(DateOnly day) => new(day, DateTimeOffset.MaxValue);

    /// <summary>An instant that states no day, on the day it falls on at home.</summary>
    public static DatedInstant AtHome(DateTimeOffset instant, HomeZone zone) => new(zone.DayOf(instant), instant.ToUniversalTime());

    /// <summary>An instant on the calendar day that its own offset states.</summary>
    public static DatedInstant AsStated(DateTimeOffset instant) => new(DateOnly.FromDateTime(instant.DateTime), instant.ToUniversalTime());

    /// <inheritdoc/>
    public int CompareTo(DatedInstant other) => Day.CompareTo(other.Day) is not 0 and var order ? order : Instant.CompareTo(other.Instant);

    /// <summary>Whether one comes before another.</summary>
    public static bool operator <(DatedInstant left, DatedInstant right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes after another.</summary>
    public static bool operator >(DatedInstant left, DatedInstant right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is another or comes before it.</summary>
    public static bool operator <=(DatedInstant left, DatedInstant right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is another or comes after it.</summary>
    public static bool operator >=(DatedInstant left, DatedInstant right) => left.CompareTo(right) >= 0;

    /// <summary>The same, with neither its day nor its instant before another's.</summary>
    /// <remarks>A call from Auckland that ends in Washington ends on an earlier calendar day than it began, and yet does not end before it began.</remarks>
    internal DatedInstant NotBefore(DatedInstant start) =>
        new(Day < start.Day ? start.Day : Day, Instant < start.Instant ? start.Instant : Instant);
}
