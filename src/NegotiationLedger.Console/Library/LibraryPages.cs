using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /library</c>: the sources; <c>GET /library/{source}</c>: one with its text and what is quoted from it.</summary>
internal static class LibraryPages
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/library", List);
        routes.MapGet("/library/{source}", Show);
        routes.MapGet("/library/{source}/record", Record);
    }

    private static async Task List(HttpContext context, LedgerReader reader)
    {
        var page = RegistryPage.Asked.Of(context.Request);
        var filter = SourceEndpoints.Filter.Of(context.Request);
        var (_, registry) = await reader.ReadRegistry(context.RequestAborted);
        var (sources, next) = page.Of(registry.Sources, filter.Accepts);
        await context.Page<LibraryPage>(
            (nameof(LibraryPage.Sources), sources),
            (nameof(LibraryPage.Next), next),
            (nameof(LibraryPage.All), registry.Sources.Count),
            (nameof(LibraryPage.Publishers), Publishers(registry)),
            (nameof(LibraryPage.Here), Address.Of(context.Request))
        );
    }

    private static async Task Show(string source, HttpContext context, SourceFinder finder, FrameCache frames, LedgerLog log)
    {
        var (request, cancellation) = (context.Request, context.RequestAborted);
        var page = request.Query.ContainsKey("page") ? Query.Count(request, "page", 1, int.MaxValue, 1) : (int?)null;
        var after = Query.After(request);
        var here = Address.Of(request);
        EventId? chosen = EventId.TryParse(here["quote"], out var id) ? id : null;
        var asked = await finder.Ask(source, cancellation);
        var found = await finder.Find(asked, after, SourceFinder.MostRecords, cancellation);
        // One that is quoted by very many is read from the record that was asked for.
        if (
            after == 0
            && found.Next is { } next
            && chosen is { } wanted
            && (await log.Find(wanted, cancellation))?.Sequence is { } at
            && at > next.Sequence
        )
        {
            here = here.With("after", $"{at - 1}");
            found = await finder.Find(asked, at - 1, SourceFinder.MostRecords, cancellation);
        }

        var known = await frames.Of(found.Records, asked.Head.Sequence, cancellation);
        await context.Page<SourcePage>(
            (nameof(SourcePage.Reading), new SourceReading(found, known, here, chosen, page)),
            (nameof(SourcePage.Look), here["negotiation"] is { } negotiation ? await Look.Of(negotiation, context) : null)
        );
    }

    // A form without script cannot put a name into a path.
    private static async Task<IResult> Record(string source, string? negotiation, LedgerReader reader, CancellationToken cancellation)
    {
        var found = await NegotiationPath.Find(negotiation ?? "", reader, cancellation);
        var known = SourceEndpoints.Registered.Find(source, found.History.Registry);
        return Results.Redirect(
            Address.To($"/talks/{found.History.Negotiation}/record").With("source", known.Description.Source.Value).ToString()
        );
    }

    private static IReadOnlyList<string> Publishers(Registry registry) =>
        [
            .. registry
                .Sources.Values.Select(s => s.Description.Publisher)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Take(LibraryPage.MostPublishers),
        ];
}
