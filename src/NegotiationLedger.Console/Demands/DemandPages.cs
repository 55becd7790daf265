using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/demands</c>: what each party demands, in which words, and what became of it.</summary>
internal static class DemandPages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}/demands", Show);

    private static async Task Show(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        await context.Page<DemandsPage>((nameof(DemandsPage.Look), look), (nameof(DemandsPage.Demands), await look.See<PartyDemands>()));
    }
}
