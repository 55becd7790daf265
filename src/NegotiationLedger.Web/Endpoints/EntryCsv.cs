using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Assertions;
using NegotiationLedger.Developments;
using NegotiationLedger.Views;

namespace NegotiationLedger.Web.Endpoints;

/// <summary>Entries as a spreadsheet: RFC 4180, UTF-8, cells that a spreadsheet would take for a formula made harmless by a leading apostrophe.</summary>
internal static class EntryCsv
{
    private static readonly string[] Header =
    [
        "sequence",
        "version",
        "id",
        "type",
        "recorded_at",
        "recorded_by",
        "occurred",
        "asserted_on",
        "viewpoint",
        "speaker",
        "source",
        "mode",
        "claim",
        "occurrence",
        "cameo",
        "what",
        "quote",
        "data",
    ];

    private static readonly CsvWriterOptions Safe = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    internal static async Task Write(HttpContext context, IEnumerable<Entry> entries, Registry registry, Frame frame)
    {
        context.Response.ContentType = "text/csv; charset=utf-8";
        await using var csv = CsvWriter.Create(context.Response.Body, Safe, leaveOpen: true);
        var headline = new Headline(frame);
        foreach (var name in Header)
            csv.WriteField(name);
        await csv.EndRecordAsync(context.RequestAborted);
        foreach (var entry in entries)
        {
            foreach (var cell in Cells(entry, registry, headline))
                csv.WriteField(cell);
            await csv.EndRecordAsync(context.RequestAborted);
        }
    }

    private static IEnumerable<string?> Cells(Entry entry, Registry registry, Headline headline)
    {
        var row = EventNames.Of(entry.Data);
        var development = entry.Data as Development;
        var attribution = development?.Attribution ?? (entry.Data as Annotation)?.Attribution;
        return
        [
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
            entry.Version.ToString(CultureInfo.InvariantCulture),
            entry.Id.ToString(),
            row.Name,
            Instants.Write(entry.RecordedAt),
            entry.RecordedBy,
            development?.Occurred.Text,
            attribution?.AssertedOn.Text,
            attribution is null ? null : registry.ViewpointOf(attribution).ToString(),
            attribution?.Speaker?.ToString(),
            attribution?.Source.Value,
            attribution is null ? null : NamedValue<Mode>.NameOf(attribution.Mode),
            development is null ? null : NamedValue<Claim>.NameOf(development.Claim),
            development?.Occurrence,
            development?.CameoCode,
            development is null ? null : headline.Of(development),
            attribution?.Quote?.Exact,
            JsonSerializer.Serialize(entry.Data, row.Shape),
        ];
    }
}
