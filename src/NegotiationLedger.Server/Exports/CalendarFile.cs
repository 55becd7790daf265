using Ical.Net.CalendarComponents;

namespace NegotiationLedger.Server;

/// <summary>Deadlines and what is planned, as iCalendar (RFC 5545): a whole-day event for each assertion of one, as vague as its date.</summary>
internal static class CalendarFile
{
    internal static async Task Write(ExportedRecords exported, Stream body, CancellationToken cancellationToken)
    {
        var calendar = CalendarWriting.Named(exported.Title);
        foreach (var assertion in exported.Assertions.Where(a => a.Data.Claim is not Claim.Denied))
        {
            if (Dated(assertion.Data, exported.Frame) is { } dated)
                calendar.Events.Add(EventOf(exported, assertion, dated.What, dated.When));
        }

        await body.WriteAsync(CalendarWriting.Write(calendar), cancellationToken);
    }

    /// <summary>What a development puts into the calendar, and when; null for nothing.</summary>
    private static (string What, Edtf When)? Dated(Development data, Frame frame) =>
        DiaryDates.DeadlineOf(data) is var (what, when) ? ($"{what}: {data.Told(frame)}", when)
        : data.Claim is Claim.Planned ? ($"Planned: {data.Headline(frame)}", data.Occurred)
        : data.Claim is Claim.Conditional ? ($"On a condition: {data.Headline(frame)}", data.Occurred)
        : null;

    private static CalendarEvent EventOf(ExportedRecords exported, Assertion assertion, string what, Edtf when)
    {
        var told = RecordWords.AccordingTo(assertion.Data.Attribution, exported.Registry);
        var marked = CalendarWriting.EventOf(assertion.Id.ToString(), assertion.Entry.RecordedAt, assertion.Data, when);
        marked.Summary = CalendarWriting.Plain(what);
        marked.Description = CalendarWriting.Plain($"{when.Text}. {told}");
        if (Uri.TryCreate(exported.SourceOf(assertion)?.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            marked.Url = url;
        return marked;
    }
}
