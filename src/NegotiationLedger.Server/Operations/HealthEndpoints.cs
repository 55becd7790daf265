using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Server;

/// <summary><c>GET /health/live</c>: the process answers; <c>GET /health/ready</c>: the log can be read, and where the projections stand.</summary>
internal static class HealthEndpoints
{
    private const int LongLag = 30;
    private const int MostNamed = 5;

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
            .WithSummary("Whether the log can be read, where the projections stand, and what is wrong");
    }

    // A projection that is behind keeps nobody from recording and reading: the node stays ready, and says what is not.
    private static async Task<IResult> Ready(
        LedgerLog log,
        ProjectionControl projections,
        AccessOptions options,
        CancellationToken cancellationToken
    )
    {
        var head = await log.ReadHead(cancellationToken);
        var all = await projections.List(MostNamed, cancellationToken);
        return Results.Text(
            string.Concat(all.SelectMany(p => Lines(p, isNamed: !options.AreCredentialsRequired)).Prepend($"ready @{head.Sequence}\n"))
        );
    }

    /// <summary>Where a projection stands, and what is wrong with it.</summary>
    /// <param name="projection">The projection.</param>
    /// <param name="isNamed">Whether the negotiations that failed are named, with their errors: not to people without a credential.</param>
    internal static IEnumerable<string> Lines(ProjectionStatus projection, bool isNamed)
    {
        yield return $"{projection.Name} @{projection.Position}, {projection.Lag} behind, {projection.Failures} failed"
            + (projection.RebuiltTo is null ? "\n" : $", {projection.Left} left to rebuild\n");
        if (projection.LagSeconds > LongLag)
            yield return $"not: {projection.Name} is {projection.Lag} entries behind, for {projection.LagSeconds:0} s\n";
        foreach (var failed in isNamed ? projection.Failed : [])
            yield return $"not: {projection.Name} of {failed.Negotiation} since {Instants.Write(failed.Since)}: {failed.Error}\n";
    }
}
