using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Server.Http;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Handling;

namespace NegotiationLedger.Server.Endpoints;

/// <summary><c>GET /health/live</c>: the process answers; <c>GET /health/ready</c>: the log can be read.</summary>
internal static class Health
{
    private const int LongLag = 30;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/health/live", () => Results.Text("live\n"))
            .WithName("live")
            .WithTags("Operation")
            .WithSummary("Whether the process answers");
        routes
            .MapGet("/health/ready", Ready)
            .WithName("ready")
            .WithTags("Operation")
            .WithSummary("Whether the log can be read, and what is not as it should be");
    }

    // A handler that stands still keeps nobody from recording and reading: the node stays ready, and says what is not.
    private static async Task<IResult> Ready(LedgerLog log, HandlerControl handlers, CancellationToken cancellationToken)
    {
        var head = await log.ReadHead(cancellationToken);
        var all = await handlers.List(cancellationToken);
        return Results.Text(string.Concat(all.Select(Complaint).Prepend($"ready @{head.Sequence}\n")));
    }

    private static string? Complaint(HandlerStatus handler) =>
        handler.Stopped is { } stop
            ? $"not: {handler.Name} is stopped by entry {stop.Id}, @{stop.Sequence}, since {Instants.Write(stop.Since)}: {stop.Error}\n"
        : handler is { IsServing: true, LagSeconds: > LongLag }
            ? $"not: {handler.Name} is {handler.Lag} entries behind, for {handler.LagSeconds:0} s\n"
        : null;
}
