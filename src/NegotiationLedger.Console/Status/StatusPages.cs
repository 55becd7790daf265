using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}</c>: the state of one negotiation's talks.</summary>
internal static class StatusPages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}", Show);

    private static async Task Show(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        await context.Page<StatusPage>(
            (nameof(StatusPage.Look), look),
            (nameof(StatusPage.Status), await look.See<TalksStatus>()),
            (nameof(StatusPage.Matrix), (await look.See<IssueMatrix>()).View),
            (nameof(StatusPage.Demands), (await look.See<PartyDemands>()).View),
            (nameof(StatusPage.Agreements), (await look.See<Agreements>()).View),
            (nameof(StatusPage.Timeline), (await look.See<Timeline>()).View)
        );
    }
}
