using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace NegotiationLedger.Server;

/// <summary>Deadlines and what is planned, as iCalendar (RFC 5545): a whole-day event for each assertion of one, as vague as its date.</summary>
internal static class CalendarFile
{
    private const int LongestLine = 75;
    private const string LineEnd = "\r\n";

    internal static async Task Write(ExportedRecords exported, Stream body, CancellationToken cancellationToken)
    {
        var calendar = new Calendar { ProductId = "-//Negotiation Ledger//EN" };
        calendar.AddProperty("X-WR-CALNAME", Plain(exported.Title));
        foreach (var assertion in exported.Assertions.Where(a => a.Data.Claim is not Claim.Denied))
        {
            if (Dated(assertion.Data) is { } dated)
                calendar.Events.Add(EventOf(exported, assertion, dated.What, dated.When));
        }

        var text = Folded(new CalendarSerializer().SerializeToString(calendar)!);
        await body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

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

    /// <summary>What a development puts into the calendar, and when; null for nothing.</summary>
    private static (string What, Edtf When)? Dated(Development data) =>
        data switch
        {
            DeadlineSet e => ("Deadline", e.Deadline),
            DeadlineExtended e => ("Deadline", e.Deadline),
            UltimatumIssued { Deadline: { } deadline } => ("Ultimatum ends", deadline),
            CommitmentMade { Deadline: { } deadline } => ("Commitment due", deadline),
            ArbitrationOrdered { Deadline: { } deadline } => ("Arbitration due", deadline),
            TalksScheduled e => ("Talks scheduled", e.Opening),
            TalksAnnounced { Opening: { } opening } => ("Talks announced", opening),
            TalksAdjourned { Until: { } until } => ("Talks adjourned until", until),
            { Claim: Claim.Planned } => ("Planned", data.Occurred),
            { Claim: Claim.Conditional } => ("On a condition", data.Occurred),
            _ => null,
        };

    private static CalendarEvent EventOf(ExportedRecords exported, Assertion assertion, string what, Edtf when)
    {
        var (first, last) = (when.FirstDay, when.LastDay);
        var attribution = assertion.Data.Attribution;
        var marked = new CalendarEvent
        {
            Uid = $"{assertion.Id}@negotiation-ledger",
            DtStamp = new CalDateTime(assertion.Entry.RecordedAt.UtcDateTime, "UTC"),
            Summary = Plain($"{what}: {assertion.Data.Headline(exported.Frame)}"),
            Description = Plain(
                $"{when.Text}. According to {assertion.Viewpoint}, {NamedValue<Mode>.NameOf(attribution.Mode)}, {attribution.AssertedOn} ({exported.SourceOf(assertion)?.Title ?? attribution.Source.Value})."
            ),
            Start = new CalDateTime(first),
            Status = assertion.Data.Claim is Claim.Actual ? EventStatus.Confirmed : EventStatus.Tentative,
            Transparency = TransparencyType.Transparent,
            Categories = [EventNames.Of(assertion.Data).Name],
        };
        // The end is the day after; a year after 9999 has no place in a calendar.
        if (last > first && last < DateOnly.MaxValue)
            marked.End = new CalDateTime(last.AddDays(1));
        if (Uri.TryCreate(exported.SourceOf(assertion)?.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            marked.Url = url;
        return marked;
    }

    // A calendar's text has line breaks, and no other control characters.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) && c is not '\n' ? ' ' : c));
}
