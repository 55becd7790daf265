using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Recording.Loads;

namespace NegotiationLedger.Server;

/// <summary><c>GET /negotiations/{id}/export</c>: a negotiation as a file, to be loaded into another ledger or read by another program.</summary>
internal static class GetExport
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/negotiations/{id}/export", Get)
            .WithName("export-negotiation")
            .WithTags("Transfers")
            .WithSummary("The whole negotiation as NDJSON, which POST /loads takes into another ledger; or its records in another format")
            .Produces<FileLine>(200, MediaTypes.Lines)
            .Takes([
                .. Parameters.Lens,
                new("format", $"{ExportFormat.Whole} (the default) is the whole negotiation, which takes no lens; {Others}."),
                new("texts", "With ndjson, true puts the sources' texts into the file: quotations are then checked where it is loaded."),
            ]);

    private static string Others =>
        "timelinejs is the timeline for TimelineJS; csl-json and bibtex are sources and records as citations; ical is deadlines and what is planned; parquet is the records for pandas and R";

    private static async Task Get(string id, HttpContext context, LedgerReader reader, LedgerLog log, HeavyWork heavy)
    {
        var (request, cancellation) = (context.Request, context.RequestAborted);
        var (lens, format, hasTexts) = (Query.Lens(request), ExportFormat.Of(request), Query.Flag(request, "texts"));
        Refuse(request, format, hasTexts);
        var snapshot = await NegotiationPath.Find(id, reader, cancellation);
        Query.RefuseBeyond(lens, snapshot.Head.Sequence);
        if (EntityTags.IsUnchanged(context, snapshot, lens, EntityTags.TagOf(snapshot, lens, $"export {format?.Name} {hasTexts}", 1)))
            return;
        context.Response.ContentType = format?.MediaType ?? MediaTypes.Lines;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{id}.{format?.Extension ?? ExportFormat.Whole}\"";
        if (format is null)
            await WriteWhole(context, snapshot, hasTexts, log, heavy);
        else
            await WriteRecords(context, snapshot, lens, format, heavy);
    }

    private static void Refuse(HttpRequest request, ExportFormat? format, bool hasTexts)
    {
        var lens = Parameters.Lens.Select(p => p.Name).Where(request.Query.ContainsKey).ToList();
        if (format is null && lens.Count > 0)
            throw Problems.Query([
                .. lens.Select(name => new Problem(
                    $"/{name}",
                    $"The whole negotiation is exported without a lens: leave '{name}' out, or give another format."
                )),
            ]);
        if (format is not null && hasTexts)
            throw Problems.Query(new Problem("/texts", $"The format '{format.Name}' has no place for texts: leave 'texts' out."));
    }

    private static async Task WriteWhole(HttpContext context, Snapshot snapshot, bool hasTexts, LedgerLog log, HeavyWork heavy)
    {
        var cancellation = context.RequestAborted;
        var cited = await heavy.Do(ended => CitedRegistrations.Of(snapshot.History, ended), "ask when less is going on", cancellation);
        await new NegotiationFileWriter(log, context.Response.Body).Write(snapshot, cited, hasTexts, cancellation);
    }

    private static async Task WriteRecords(HttpContext context, Snapshot snapshot, Lens lens, ExportFormat format, HeavyWork heavy)
    {
        var cancellation = context.RequestAborted;
        var exported = await heavy.Do(_ => ExportedRecords.Of(snapshot, lens), "give a narrower lens", cancellation);
        await format.Write(exported, context.Response.Body, cancellation);
    }
}
