using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Console;

/// <summary><c>GET /operations</c>: the log's head, the projections, and what is wrong.</summary>
internal static class OperationsPages
{
    // How many failures of each projection are named.
    private const int MostNamed = 20;

    private const int LettersOfCommit = 8;

    private static readonly string Version = VersionOf(typeof(LedgerServer).Assembly);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/operations", Show);

    // The version, and the beginning of the commit that it was built from.
    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', 2) switch
        {
            [var version, { Length: > LettersOfCommit } commit] => $"{version} ({commit[..LettersOfCommit]})",
            [var version, ..] => version,
            _ => "",
        };

    private static async Task Show(HttpContext context, LedgerLog log, ProjectionControl control)
    {
        var head = await log.ReadHead(context.RequestAborted);
        var projections = await control.List(MostNamed, context.RequestAborted);
        await context.Page<OperationsPage>(
            (nameof(OperationsPage.Head), head),
            (nameof(OperationsPage.Version), Version),
            (nameof(OperationsPage.Projections), projections.Select(ProjectionAnswer.Of).ToList())
        );
    }
}
