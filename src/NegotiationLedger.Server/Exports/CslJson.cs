using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>Sources and records as the Citation Style Language's JSON (CSL 1.0.2), for Zotero, pandoc and other citation programs.</summary>
internal static class CslJson
{
    internal static async Task Write(ExportedRecords exported, Stream body, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartArray();
        foreach (var source in exported.Sources)
            Source(json, source);
        foreach (var assertion in exported.Assertions)
        {
            Record(json, exported, assertion);
            await json.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
    }

    private static void Source(Utf8JsonWriter json, SourceRegistered source)
    {
        json.WriteStartObject();
        json.WriteString("id", $"source:{source.Source}");
        json.WriteString("type", TypeOf(source.Kind));
        json.WriteString("title", source.Title);
        Author(json, source.Author);
        Given(json, source.Kind is SourceKind.Article ? "container-title" : "publisher", source.Publisher);
        Date(json, "issued", source.Published);
        Given(json, "URL", source.Url);
        Given(json, "language", source.Language);
        json.WriteEndObject();
    }

    private static void Record(Utf8JsonWriter json, ExportedRecords exported, Assertion assertion)
    {
        var (data, source) = (assertion.Data, exported.SourceOf(assertion));
        json.WriteStartObject();
        json.WriteString("id", $"record:{assertion.Id}");
        json.WriteString("type", data.Attribution.Speaker is null ? "document" : "speech");
        json.WriteString("title", data.Told(exported.Frame));
        Author(json, exported.AuthorOf(assertion));
        Given(json, "container-title", source?.Title);
        Given(json, "publisher", source?.Publisher);
        Date(json, "issued", data.Attribution.AssertedOn);
        Date(json, "event-date", data.Occurred);
        Given(json, "note", data.Attribution.Quote?.Exact);
        Given(json, "URL", source?.Url);
        json.WriteString("archive_location", $"source:{data.Attribution.Source}");
        json.WriteEndObject();
    }

    private static void Author(Utf8JsonWriter json, string? name)
    {
        if (name is null)
            return;
        json.WriteStartArray("author");
        json.WriteStartObject();
        json.WriteString("literal", name);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Given(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Date(Utf8JsonWriter json, string name, Edtf? date)
    {
        if (date is null)
            return;
        var (start, end) = CalendarDate.Of(date);
        json.WriteStartObject(name);
        json.WriteStartArray("date-parts");
        Parts(json, start);
        if (end is { } last)
            Parts(json, last);
        json.WriteEndArray();
        if (date.IsQualified)
            json.WriteBoolean("circa", true);
        json.WriteEndObject();
    }

    private static void Parts(Utf8JsonWriter json, CalendarDate date)
    {
        json.WriteStartArray();
        foreach (var part in date.Parts)
            json.WriteNumberValue(part);
        json.WriteEndArray();
    }

    private static string TypeOf(SourceKind kind) =>
        kind switch
        {
            SourceKind.Article => "article-newspaper",
            SourceKind.Transcript => "speech",
            SourceKind.Cable => "report",
            SourceKind.Dataset => "dataset",
            SourceKind.Treaty => "treaty",
            SourceKind.Letter => "personal_communication",
            SourceKind.SocialMediaPost => "post",
            SourceKind.Broadcast => "broadcast",
            SourceKind.ParliamentaryRecord => "hearing",
            SourceKind.CourtRuling => "legal_case",
            _ => "document",
        };
}
