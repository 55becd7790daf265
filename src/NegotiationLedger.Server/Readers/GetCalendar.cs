using Ical.Net;
using Ical.Net.CalendarComponents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Server;

/// <summary><c>GET /calendar.ics</c> and <c>GET /negotiations/{id}/calendar.ics</c>: dates that a calendar subscribes to (iCalendar, RFC 5545).</summary>
internal static class GetCalendar
{
    private const string MediaType = "text/calendar";
    private const int MostDates = 1_000;
    private const int MostNegotiations = 50;
    private const int CodeVersion = 2;
    private const string Less = "subscribe to one negotiation, or to a shorter one";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/calendar.ics", GetAll)
            .WithName("get-calendar")
            .WithTags("Feed")
            .WithSummary(
                $"The latest {MostDates} dates of the {MostNegotiations} negotiations that were recorded in last, as a calendar to subscribe to (iCalendar)"
            )
            .Produces<string>(200, MediaType)
            .Takes();
        routes
            .MapGet("/negotiations/{id}/calendar.ics", GetOne)
            .WithName("get-negotiation-calendar")
            .WithTags("Feed")
            .WithSummary(
                $"The latest {MostDates} dates of a negotiation, as a calendar to subscribe to (iCalendar): what happened or is planned on a day, deadlines, openings and ends"
            )
            .Produces<string>(200, MediaType)
            .Takes();
    }

    private static async Task GetAll(HttpContext context, LedgerLog log, LedgerReader reader, NegotiationNames names, HeavyWork heavy)
    {
        var head = await log.ReadHead(context.RequestAborted);
        if (Readers.IsUnchanged(context, head, "calendar", CodeVersion))
            return;
        var events = new List<CalendarEvent>();
        foreach (var id in await log.ListLatest(MostNegotiations, context.RequestAborted))
        {
            var history = (await reader.Read(new(id), context.RequestAborted)).History;
            var title = (await names.Of(history, context.RequestAborted)).Title?.Value ?? id;
            events.AddRange(await EventsOf(history, $"{title}: ", context, heavy));
        }

        await Answer(context, "Negotiation Ledger", events);
    }

    private static async Task GetOne(string id, HttpContext context, LedgerReader reader, NegotiationNames names, HeavyWork heavy)
    {
        var snapshot = await NegotiationPath.Find(id, reader, context.RequestAborted);
        var tag = EntityTags.TagOf(snapshot, Lens.Everything, $"calendar {Readers.OriginOf(context.Request)}", CodeVersion);
        if (EntityTags.IsUnchanged(context, snapshot, Lens.Everything, tag))
            return;
        var frame = await names.Of(snapshot.History, context.RequestAborted);
        await Answer(context, frame.Title?.Value ?? id, await EventsOf(snapshot.History, "", context, heavy));
    }

    private static async Task<List<CalendarEvent>> EventsOf(Accounts.History history, string before, HttpContext context, HeavyWork heavy)
    {
        var dates =
            history.Entries.Count < HeavyWork.Entries
                ? Diary.Of(history, context.RequestAborted)
                : await heavy.Do(spent => Diary.Of(history, spent), Less, context.RequestAborted);
        var origin = Readers.OriginOf(context.Request);
        return [.. dates.TakeLast(MostDates).Select(date => EventOf(date, before, history.Registry, origin))];
    }

    private static CalendarEvent EventOf(DiaryEntry date, string before, Registry registry, string origin)
    {
        var told = CalendarWriting.EventOf($"{date.First}{(date.IsToCome ? "-to-come" : "")}", date.ChangedAt, date.Data, date.When);
        told.Summary = CalendarWriting.Plain(before + date.What);
        told.Description = CalendarWriting.Plain($"{date.When.Text}. {RecordWords.AccordingTo(date.Data.Attribution, registry)}");
        told.Sequence = date.Revision;
        told.Url = new($"{origin}/records/{date.Record.Id}");
        if (date.IsCalledOff)
            told.Status = EventStatus.Cancelled;
        return told;
    }

    private static async Task Answer(HttpContext context, string title, IEnumerable<CalendarEvent> events)
    {
        var calendar = CalendarWriting.Named(title);
        foreach (var date in events.OrderBy(e => e.Start!.Value).TakeLast(MostDates))
            calendar.Events.Add(date);
        context.Response.ContentType = $"{MediaType}; charset=utf-8";
        await context.Response.Body.WriteAsync(CalendarWriting.Write(calendar), context.RequestAborted);
    }
}
