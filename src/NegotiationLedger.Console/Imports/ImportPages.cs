using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /import</c>, <c>GET /talks/{id}/import</c>: importing a spreadsheet; <c>GET /import/maps/{name}</c>: a map that comes with the ledger.</summary>
internal static class ImportPages
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/import", Show);
        routes.MapGet("/talks/{id}/import", ShowOfOne);
        routes.MapGet(
            "/import/maps/{name}",
            (string name) =>
                ReadyMaps.Find(name) is { } map
                    ? Results.Bytes(map, "application/json; charset=utf-8")
                    : throw Problems.Missing(Say.Of(Strings.ImpMapMissing, name))
        );
    }

    private static async Task Show(HttpContext context, LedgerReader reader)
    {
        var (_, registry) = await reader.ReadRegistry(context.RequestAborted);
        await context.Page<ImportPage>((nameof(ImportPage.Known), KnownIds.Of(registry, []).ToList()));
    }

    private static async Task ShowOfOne(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        await context.Page<ImportOfOnePage>((nameof(ImportOfOnePage.Look), look));
    }
}
