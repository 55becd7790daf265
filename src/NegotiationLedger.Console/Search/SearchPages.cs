using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Console;

/// <summary><c>GET /search</c>: records over all negotiations, and <c>GET /search/records.…</c>: all that a question finds, as a file.</summary>
internal static class SearchPages
{
    private static readonly (string Name, string MediaType)[] Files =
    [
        ("records.csv", MediaTypes.Csv),
        ("records.ndjson", MediaTypes.Lines),
        ("records.prov.json", MediaTypes.Prov),
    ];

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/search", Show).Takes([.. AuditParameters.Filters, .. Parameters.Paging]);
        foreach (var (name, mediaType) in Files)
            routes
                .MapGet($"/search/{name}", (HttpContext context, AuditFinder finder) => Export(context, finder, name, mediaType))
                .Takes([.. AuditParameters.Filters, Spreadsheet.Mark]);
    }

    private static async Task Show(HttpContext context, AuditFinder finder, FrameCache frames, LedgerReader reader)
    {
        var here = Address.Of(context.Request);
        try
        {
            var search = await Find(context, here, finder, frames);
            await context.Page<SearchPage>(
                (nameof(SearchPage.Here), here),
                (nameof(SearchPage.Search), search),
                (nameof(SearchPage.Look), await LookOf(here["negotiation"], context, reader))
            );
        }
        // What is wrong is told beside its field; a place to go on from has none.
        catch (ProblemException refused)
            when (refused.Document.Errors is { } errors && errors.All(e => SearchFields.Names.Contains(e.Pointer[1..])))
        {
            context.Response.StatusCode = refused.Document.Status;
            await context.Page<SearchPage>((nameof(SearchPage.Here), here), (nameof(SearchPage.Errors), errors));
        }
    }

    private static async Task<Search> Find(HttpContext context, Address here, AuditFinder finder, FrameCache frames)
    {
        var cancellation = context.RequestAborted;
        var asked = await finder.Ask(context.Request, cancellation);
        try
        {
            var found = await finder.Page(asked, cancellation);
            var facets = await finder.Facets(asked, cancellation);
            var named = facets
                .Negotiations.Take(Facet.MostValues)
                .Select(n => new NegotiationId(n.Value))
                .Except(found.Frames.Keys)
                .ToList();
            return new(found, facets, await frames.Of(named, asked.Position, cancellation), here);
        }
        catch (NoWordsException)
        {
            throw Problems.NoWords;
        }
    }

    private static async Task<Look?> LookOf(string? negotiation, HttpContext context, LedgerReader reader) =>
        negotiation is not null && (await reader.Read(new(negotiation), context.RequestAborted)).Version > 0
            ? await Look.Of(negotiation, context)
            : null;

    private static async Task Export(HttpContext context, AuditFinder finder, string name, string mediaType)
    {
        var asked = await finder.Ask(context.Request, context.RequestAborted);
        AuditReach.Name(asked.Incomplete, context.Response);
        var all = await finder.All(asked, context.RequestAborted);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        await AuditExport.Formats[mediaType](context, all);
    }
}
