using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Console;

/// <summary><c>GET /</c>: the negotiations.</summary>
internal static class NegotiationsPages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", Show);

    private static async Task Show(HttpContext context, NegotiationFinder finder)
    {
        var (found, next) = await finder.Find(context.Request, context.RequestAborted);
        await context.Page<NegotiationsPage>(
            (nameof(NegotiationsPage.Negotiations), found),
            (nameof(NegotiationsPage.Next), next),
            (nameof(NegotiationsPage.Here), Address.Of(context.Request))
        );
    }
}
