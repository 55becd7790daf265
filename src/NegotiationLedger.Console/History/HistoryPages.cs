using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/history</c>: the entries themselves, in the order recorded; and the same as a file.</summary>
internal static class HistoryPages
{
    private const int Most = 50;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/talks/{id}/history", Show);
        routes.MapGet(
            "/talks/{id}/history.csv",
            (string id, HttpContext context, LedgerReader reader) => Send(id, MediaTypes.Csv, "csv", context, reader)
        );
        routes.MapGet(
            "/talks/{id}/history.ndjson",
            (string id, HttpContext context, LedgerReader reader) => Send(id, MediaTypes.Lines, "ndjson", context, reader)
        );
    }

    private static async Task Show(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        var filter = EntryFilter.Of(context.Request);
        var (after, isNewestFirst) = (Query.After(context.Request), EntryFilter.IsNewestFirst(context.Request));
        var registry = look.Snapshot.History.Registry.Through(look.Lens);
        var entries = GetHistory.Shown(look.Snapshot.History, look.Lens).Where(e => filter.Accepts(e, registry));
        entries = isNewestFirst ? entries.Reverse().Where(e => after == 0 || e.Sequence < after) : entries.Where(e => e.Sequence > after);
        await context.Page<HistoryPage>(
            (nameof(HistoryPage.Look), look),
            (nameof(HistoryPage.Entries), entries.Take(Most + 1).ToList()),
            (nameof(HistoryPage.Limit), Most)
        );
    }

    // A link cannot say what it accepts: this is the API's own answer in a format of its, as a file.
    private static Task Send(string id, string format, string ending, HttpContext context, LedgerReader reader)
    {
        context.Request.Headers.Accept = format;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{(Slug.IsValid(id) ? id : "history")}.{ending}\"";
        return GetHistory.Get(id, context, reader);
    }
}
