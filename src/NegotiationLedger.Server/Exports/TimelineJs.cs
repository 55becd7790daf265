using System.Net;
using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>The timeline as Knight Lab's TimelineJS reads it, which shows texts as HTML: whatever people wrote is escaped.</summary>
internal static class TimelineJs
{
    internal static async Task Write(ExportedRecords exported, Stream body, CancellationToken cancellationToken)
    {
        var timeline = View.Of<Timeline>(exported.Account, cancellation: cancellationToken);
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartObject("title");
        Text(json, exported.Title, exported.Frame.Subject?.Value);
        json.WriteEndObject();
        json.WriteStartArray("events");
        foreach (var item in timeline.Items)
        {
            Event(json, item);
            await json.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Event(Utf8JsonWriter json, TimelineItem item)
    {
        var (start, end) = CalendarDate.Of(item.Occurred);
        json.WriteStartObject();
        json.WriteString("unique_id", $"{item.Events[0]}");
        Date(json, "start_date", start);
        if (end is { } last)
            Date(json, "end_date", last);
        json.WriteString("display_date", Html(item.Occurred.Text));
        json.WriteString("group", NamedValue<Claim>.NameOf(item.Claim));
        Text(json, item.What, $"{item.Type} · {string.Join(", ", item.Viewpoints)} · {NamedValue<Mode>.NameOf(item.WeakestMode)}");
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string headline, string? text)
    {
        json.WriteStartObject("text");
        json.WriteString("headline", Html(headline));
        if (text is not null)
            json.WriteString("text", Html(text));
        json.WriteEndObject();
    }

    private static void Date(Utf8JsonWriter json, string name, CalendarDate date)
    {
        json.WriteStartObject(name);
        json.WriteNumber("year", date.Year);
        if (date.Month is { } month)
            json.WriteNumber("month", month);
        if (date.Day is { } day)
            json.WriteNumber("day", day);
        json.WriteEndObject();
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
