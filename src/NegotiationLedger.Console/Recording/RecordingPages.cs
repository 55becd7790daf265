using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/record</c>: recording, and editing a draft; <c>GET /record/new</c>: opening a negotiation; <c>GET /record/date</c>: a date in words.</summary>
internal static class RecordingPages
{
    private const int LongestDate = 400;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/talks/{id}/record", Show);
        routes.MapGet("/record/new", Open);
        routes.MapGet("/record/date", Date);
    }

    private static async Task Show(string id, HttpContext context, DraftStore drafts)
    {
        var look = await Look.Of(id, context);
        var about = AboutOf(look);
        var draft = await DraftOf(look, drafts, context.RequestAborted);
        await context.Page<RecordingPage>(
            (nameof(RecordingPage.Look), look),
            (nameof(RecordingPage.Type), look.Here["type"] is null && draft is not null ? TypeOf(draft) : TypeOf(look.Here["type"], about)),
            (nameof(RecordingPage.About), about),
            (nameof(RecordingPage.Source), SourceOf(look.Here["source"] ?? draft?.Source.Value, look.Snapshot.History.Registry)),
            (nameof(RecordingPage.Draft), draft)
        );
    }

    private static async Task Open(HttpContext context, LedgerReader reader)
    {
        var (_, registry) = await reader.ReadRegistry(context.RequestAborted);
        await context.Page<OpeningPage>(
            (nameof(OpeningPage.Registry), registry),
            (nameof(OpeningPage.Source), SourceOf(context.Request.Query["source"], registry))
        );
    }

    // As the pages themselves put dates into words; what is wrong with a text, in the words of the API.
    private static IResult Date(string? text) =>
        text is not { Length: > 0 and <= LongestDate } ? Results.NoContent()
        : Edtf.TryParse(text, out var date, out var complaint)
            ? Results.Json(new DateReading(DateWords.Long(date), null), RecordingJson.Default.DateReading)
        : Results.Json(new DateReading(null, complaint), RecordingJson.Default.DateReading);

    private static AuditRecord? AboutOf(Look look) =>
        look.Here["about"] is not { } about ? null
        : EventId.TryParse(about, out var id) && AuditTrail.Of(look.Snapshot.History, Lens.Everything).Find(id) is { } record ? record
        : throw Problems.Missing(Say.Of(Strings.RecAboutMissing, about));

    private static async Task<StoredDraft?> DraftOf(Look look, DraftStore drafts, CancellationToken cancellation)
    {
        if (look.Here["draft"] is not { } asked)
            return null;
        return
            EventId.TryParse(asked, out var id)
            && await drafts.Find(id, cancellation) is { State: StoredDraft.Open } draft
            && draft.Negotiation.Value == look.Id
            ? draft
            : throw Problems.Missing(Say.Of(Strings.RecDraftMissing, asked));
    }

    // One of another type, or of none, has its type chosen on the page.
    private static EventName? TypeOf(StoredDraft draft) =>
        draft.Body.TryGetProperty("type", out var type)
        && type.ValueKind == System.Text.Json.JsonValueKind.String
        && EventNames.Find(type.GetString()!) is { } row
        && row.Type.IsSubclassOf(typeof(Development))
            ? row
            : null;

    private static EventName? TypeOf(string? name, AuditRecord? about)
    {
        var asked = name ?? (about is null ? null : "assertion_corrected");
        if (asked is null)
            return null;
        var row = EventNames.Find(asked);
        var fits = row is not null && row.Type.IsSubclassOf(about is null ? typeof(Development) : typeof(Annotation));
        return fits ? row : throw Problems.Missing(Say.Of(about is null ? Strings.RecTypeMissing : Strings.RecActMissing, asked));
    }

    // One that is not known is chosen anew, on the page.
    private static SourceRegistered? SourceOf(string? id, Registry registry) =>
        id is not null && Slug.IsValid(id) && registry.Sources.TryGetValue(new(id), out var source) ? source.Description : null;
}
