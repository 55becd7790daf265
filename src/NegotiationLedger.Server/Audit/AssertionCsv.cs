using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NegotiationLedger.Server;

/// <summary>
/// An audit as a <see cref="Spreadsheet"/>: a row for each record, and a last row that says in its first cell that all went before it. Its
/// other cells are empty, so that a filter on any column passes it over. What became of a record is in four columns, where several things
/// did one after the other behind <c> | </c>; a withdrawn one has <c>(withdrawn)</c> behind it.
/// </summary>
internal static class AssertionCsv
{
    private const string Between = " | ";

    // Words of every script as they are; the text goes into a cell, never into a page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Header =
    [
        "record",
        "negotiation",
        "sequence",
        "version",
        "id",
        "type",
        "what",
        "occurred",
        "asserted_on",
        "claim",
        "occurrence",
        "cameo",
        "viewpoint",
        "mode",
        "speaker",
        "speaker_name",
        "speaker_title",
        "speaker_party",
        "relayed_by",
        "source",
        "source_title",
        "publisher",
        "published",
        "url",
        "grade",
        "quote",
        "recorded_at",
        "recorded_by",
        "about",
        "fate",
        "fate_recorded_at",
        "fate_recorded_by",
        "fate_words",
        "payload",
    ];

    private const string Records = "Ledger-Records";
    private const string Incomplete = "Ledger-Incomplete";

    internal static async Task Write(HttpContext context, AuditExport export)
    {
        // What is no record has no row: how many there are follows the data, and what may be missing goes before it.
        var hasTrailer = context.Response.SupportsTrailers();
        if (hasTrailer)
            context.Response.DeclareTrailer(Records);
        if (export.Incomplete is not null)
            context.Response.Headers[Incomplete] = string.Join(", ", export.Incomplete);
        var records = 0L;
        await using (var sheet = await Spreadsheet.Begin(context, Spreadsheet.HasMark(context.Request), Header))
        {
            await foreach (var answer in export.Answers(context.RequestAborted))
                await sheet.Row(Cells(answer, ++records));
        }

        if (hasTrailer)
            context.Response.AppendTrailer(Records, records.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string?> Cells(AssertionAnswer answer, long record) =>
        [
            record.ToString(CultureInfo.InvariantCulture),
            answer.Negotiation,
            answer.Sequence.ToString(CultureInfo.InvariantCulture),
            answer.Version.ToString(CultureInfo.InvariantCulture),
            answer.Id.ToString(),
            answer.Type,
            answer.Headline,
            Text(answer, "occurred"),
            answer.Attribution?.AssertedOn.Text,
            answer.About is null ? Text(answer, "claim") ?? "actual" : null,
            Text(answer, "occurrence"),
            answer.Cameo,
            answer.Viewpoint?.ToString(),
            .. OfAttribution(answer.Attribution),
            Instants.Write(answer.RecordedAt),
            answer.RecordedBy,
            answer.About?.ToString(),
            Joined(answer, f => NamedValue<FateKind>.NameOf(f.Kind) + (f.Stands ? "" : " (withdrawn)")),
            Joined(answer, f => Instants.Write(f.RecordedAt)),
            Joined(answer, f => f.RecordedBy),
            Joined(answer, f => f.Words),
            answer.Payload.ToJsonString(Readable),
        ];

    private static IEnumerable<string?> OfAttribution(AttributionChain? chain) =>
        [
            chain is null ? null : NamedValue<Mode>.NameOf(chain.Mode),
            chain?.Speaker?.Speaker,
            chain?.Speaker?.Name,
            chain?.Speaker?.Title,
            chain?.Speaker?.Party?.Value,
            chain?.RelayedBy is { } relays
                ? string.Join(Between, relays.Select(r => r.Publisher ?? r.Speaker?.Name ?? r.Speaker?.Speaker))
                : null,
            chain?.Source.Source,
            chain?.Source.Title,
            chain?.Source.Publisher,
            chain?.Source.Published?.Text,
            chain?.Source.Url,
            chain?.Grade is { } grade ? string.Create(CultureInfo.InvariantCulture, $"{grade.Reliability}{grade.Credibility}") : null,
            chain?.Quote?.Exact,
        ];

    private static string? Text(AssertionAnswer answer, string member) => answer.Payload[member]?.GetValue<string>();

    private static string? Joined(AssertionAnswer answer, Func<FateAnswer, string?> part) =>
        answer.Fates.Count == 0 ? null : string.Join(Between, answer.Fates.Select(part));
}
