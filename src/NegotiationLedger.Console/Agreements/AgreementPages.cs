using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary><c>GET /talks/{id}/agreements</c>: what was agreed, who signed, ratified or refused it, and what became of it.</summary>
internal static class AgreementPages
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/talks/{id}/agreements", Show);

    private static async Task Show(string id, HttpContext context)
    {
        var look = await Look.Of(id, context);
        await context.Page<AgreementsPage>(
            (nameof(AgreementsPage.Look), look),
            (nameof(AgreementsPage.Agreements), await look.See<Agreements>()),
            (nameof(AgreementsPage.Votes), Vote.Of((await look.See<Timeline>()).View, look.Account))
        );
    }
}
