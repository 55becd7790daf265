using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/proposals</c>: what was offered, what answers it, and who has yet to answer.</summary>
internal static class ProposalPages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}/proposals", Show);

    private static async Task Show(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        await context.Page<ProposalsPage>((nameof(ProposalsPage.Look), look), (nameof(ProposalsPage.Book), await look.See<ProposalBook>()));
    }
}
