using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace NegotiationLedger.Server;

/// <summary>What every calendar has in common (iCalendar, RFC 5545).</summary>
internal static class CalendarWriting
{
    private const int LongestLine = 75;
    private const string LineEnd = "\r\n";

    /// <summary>A calendar without events.</summary>
    internal static Calendar Named(string title)
    {
        var calendar = new Calendar { ProductId = "-//Negotiation Ledger//EN" };
        calendar.AddProperty("X-WR-CALNAME", Plain(title));
        return calendar;
    }

    /// <summary>An event of whole days, which takes no time and rings no alarm.</summary>
    /// <param name="name">Tells it from every other, for ever.</param>
    /// <param name="changedAt">When it was last changed.</param>
    /// <param name="data">What it is from.</param>
    /// <param name="when">When.</param>
    internal static CalendarEvent EventOf(string name, DateTimeOffset changedAt, Development data, Edtf when)
    {
        var (first, last) = (when.FirstDay, when.LastDay);
        var marked = new CalendarEvent
        {
            Uid = $"{name}@negotiation-ledger",
            DtStamp = new CalDateTime(changedAt.UtcDateTime, "UTC"),
            Start = new CalDateTime(first),
            Status = data.Claim is Claim.Actual ? EventStatus.Confirmed : EventStatus.Tentative,
            Transparency = TransparencyType.Transparent,
            Categories = [EventNames.Of(data).Name],
        };
        // The end is the day after; a year after 9999 has no place in a calendar.
        if (last > first && last < DateOnly.MaxValue)
            marked.End = new CalDateTime(last.AddDays(1));
        return marked;
    }

    /// <summary>It, UTF-8.</summary>
    internal static byte[] Write(Calendar calendar) =>
        Encoding.UTF8.GetBytes(Folded(new CalendarSerializer().SerializeToString(calendar)!));

    /// <summary>A calendar's text has line breaks, and no other control characters.</summary>
    internal static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) && c is not '\n' ? ' ' : c));

    /// <summary>Folds lines anew at 75 octets (RFC 5545, section 3.1): the library's own folds may cut a character of two UTF-16 units in half.</summary>
    internal static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        var octets = 0;
        foreach (var rune in text.Replace(LineEnd + " ", "", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is not ('\r' or '\n') && octets + rune.Utf8SequenceLength > LongestLine)
            {
                folded.Append(LineEnd).Append(' ');
                octets = 1;
            }

            folded.Append(rune.ToString());
            octets = rune.Value is '\r' or '\n' ? 0 : octets + rune.Utf8SequenceLength;
        }

        return folded.ToString();
    }
}
