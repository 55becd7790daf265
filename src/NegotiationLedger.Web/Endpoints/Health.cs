using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Postgres;
using NegotiationLedger.Web.Http;

namespace NegotiationLedger.Web.Endpoints;

/// <summary><c>GET /health/live</c>: the process answers; <c>GET /health/ready</c>: the log can be read.</summary>
internal static class Health
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/health/live", () => Results.Text("live\n"))
            .WithName("live")
            .WithTags("Operation")
            .WithSummary("Whether the process answers");
        routes.MapGet("/health/ready", Ready).WithName("ready").WithTags("Operation").WithSummary("Whether the log can be read");
    }

    private static async Task<IResult> Ready(LedgerLog log, CancellationToken cancellationToken)
    {
        var head = await log.ReadHead(cancellationToken);
        return Results.Text($"ready @{head.Sequence}\n");
    }
}
