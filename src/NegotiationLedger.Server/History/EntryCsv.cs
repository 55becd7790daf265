using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>Entries as a <see cref="Spreadsheet"/>.</summary>
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

    internal static async Task Write(HttpContext context, bool hasMark, IEnumerable<Entry> entries, Registry registry, Frame frame)
    {
        await using var sheet = await Spreadsheet.Begin(context, hasMark, Header);
        foreach (var entry in entries)
            await sheet.Row(Cells(entry, registry, frame));
    }

    private static IEnumerable<string?> Cells(Entry entry, Registry registry, Frame frame)
    {
        var row = EventNames.Of(entry.Data);
        var development = entry.Data as Development;
        var attribution = entry.Data.Attribution;
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
            development is null ? null : development.Headline(frame),
            attribution?.Quote?.Exact,
            JsonSerializer.Serialize(entry.Data, row.Shape),
        ];
    }
}
