using System.Runtime.InteropServices;

namespace NegotiationLedger.Console;

/// <summary>The time that a picture shows.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, after the beginning.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimeWindow(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>No window is shorter: nothing is dated more closely than it can show.</summary>
    internal static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>How long it is.</summary>
    internal TimeSpan Length => To - From;

    /// <summary>Where an instant lies when it is so many units wide; outside of it before 0 or beyond the width.</summary>
    internal double X(DateTimeOffset at, double width) => (double)(at.UtcTicks - From.UtcTicks) / (To.UtcTicks - From.UtcTicks) * width;

    /// <summary>Whether anything of a time is within it.</summary>
    internal bool Shows(DateTimeOffset from, DateTimeOffset to) => from <= To && to >= From;

    /// <summary>So many times as long around the same middle; not shorter than <see cref="Shortest"/>.</summary>
    internal TimeWindow Zoom(double factor)
    {
        var half = Math.Max(Length.Ticks * factor, Shortest.Ticks) / 2;
        var middle = From.UtcTicks / 2.0 + To.UtcTicks / 2.0;
        return Of(middle - half, middle + half);
    }

    /// <summary>Later by a part of its length; earlier when the part is negative.</summary>
    internal TimeWindow Shift(double part) => Of(From.UtcTicks + Length.Ticks * part, To.UtcTicks + Length.Ticks * part);

    /// <summary>As much of it as another holds, moved into that where it lies beyond an end.</summary>
    internal TimeWindow Within(TimeWindow whole)
    {
        if (Length >= whole.Length)
            return whole;
        return From < whole.From ? new(whole.From, whole.From + Length)
            : To > whole.To ? new(whole.To - Length, whole.To)
            : this;
    }

    /// <summary>The window over happenings with a little room around them; a day of the request where there are none.</summary>
    internal static TimeWindow Around(IReadOnlyList<Happening> happenings, DateTimeOffset request)
    {
        if (happenings.Count == 0)
            return new(request.AddDays(-1), request.AddDays(1));
        var from = happenings.Min(h => h.From).UtcTicks;
        var to = happenings.Max(h => h.IsOpenEnded ? h.From : h.To).UtcTicks;
        var room = Math.Max((to - from) * 0.04, TimeSpan.TicksPerDay);
        return Of(from - room, to + room);
    }

    private static TimeWindow Of(double from, double to)
    {
        double first = DateTimeOffset.MinValue.AddDays(2).UtcTicks;
        double last = DateTimeOffset.MaxValue.AddDays(-2).UtcTicks;
        var start = Math.Clamp(from, first, last - Shortest.Ticks);
        return new(At(start), At(Math.Clamp(to, start + Shortest.Ticks, last)));
    }

    // To the second: an address need not say more.
    private static DateTimeOffset At(double ticks) => new((long)(ticks / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
