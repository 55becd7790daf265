using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Server;

/// <summary>
/// <c>GET /projections</c>; <c>POST /projections/{name}/retry</c> and <c>/rebuild</c>; <c>GET /projections/{name}/check</c>: for operators.
/// </summary>
internal static class ProjectionEndpoints
{
    private const int MostNamed = 20;
    private static readonly string[] Conditions = ["If-Match", "Idempotency-Key"];

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/projections", List)
            .WithName("list-projections")
            .WithTags("Operation")
            .WithSummary("The projections: position, lag in entries and seconds, progress of a rebuild, and the negotiations that fail")
            .Produces<ProjectionsAnswer>()
            .Takes();
        routes
            .MapPost("/projections/{name}/retry", Retry)
            .WithName("retry-projection")
            .WithTags("Operation")
            .WithSummary("Retry the negotiations that a projection failed to bring up to date")
            .Produces<ProjectionTold>()
            .Takes();
        routes
            .MapPost("/projections/{name}/rebuild", Rebuild)
            .WithName("rebuild-projection")
            .WithTags("Operation")
            .WithSummary("Rebuild a projection; answers are folded from the log meanwhile")
            .Produces<ProjectionTold>()
            .Takes();
        routes
            .MapGet("/projections/{name}/check", Check)
            .WithName("check-projection")
            .WithTags("Operation")
            .WithSummary(
                "Compare everything that a projection stores with a fresh fold of the log: one line for each difference, and a last line with their number"
            )
            .Produces<CheckLine>(200, MediaTypes.Lines)
            .Takes();
    }

    private static async Task<IResult> List(ProjectionControl control, CancellationToken cancellationToken)
    {
        var all = await control.List(MostNamed, cancellationToken);
        return Results.Json(new ProjectionsAnswer([.. all.Select(ProjectionAnswer.Of)]), OperationsJson.Plain.ProjectionsAnswer);
    }

    private static async Task<IResult> Retry(
        string name,
        HttpRequest request,
        ProjectionControl control,
        CancellationToken cancellationToken
    )
    {
        Refuse(name, request, control);
        var told = await control.Retry(name, cancellationToken);
        return Results.Json(new ProjectionTold(name, told), OperationsJson.Plain.ProjectionTold);
    }

    private static async Task<IResult> Rebuild(
        string name,
        HttpRequest request,
        ProjectionControl control,
        CancellationToken cancellationToken
    )
    {
        Refuse(name, request, control);
        await control.Rebuild(name, cancellationToken);
        var status = (await control.List(0, cancellationToken)).Single(p => p.Name == name);
        return Results.Json(new ProjectionTold(name, status.Left), OperationsJson.Plain.ProjectionTold);
    }

    // As it is found: a check of a large ledger takes its time, and is not gathered anywhere.
    private static async Task Check(string name, HttpContext context, ProjectionControl control)
    {
        Refuse(name, control);
        var cancellation = context.RequestAborted;
        context.Response.ContentType = MediaTypes.Lines;
        await context.Response.StartAsync(cancellation);
        var found = 0L;
        await foreach (var difference in control.Check(name, cancellation))
        {
            found++;
            await Write(new(difference.Place, difference.Negotiation, difference.How));
        }

        await Write(new(Differences: found));

        async Task Write(CheckLine line)
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, line, OperationsJson.Plain.CheckLine, cancellation);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), cancellation);
            await context.Response.Body.FlushAsync(cancellation);
        }
    }

    private static void Refuse(string name, HttpRequest request, ProjectionControl control)
    {
        JsonBody.RefuseOther(request);
        foreach (var header in Conditions.Where(request.Headers.ContainsKey))
            throw Problems.NotConditional(header);
        Refuse(name, control);
    }

    private static void Refuse(string name, ProjectionControl control)
    {
        if (!control.Names.Contains(name))
            throw Problems.Missing($"There is no projection '{name}'. The projections are: {string.Join(", ", control.Names)}.");
    }
}

/// <summary>A projection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CodeVersion">The version of what it makes of the log.</param>
/// <param name="State"><c>running</c>, <c>behind</c>, <c>rebuilding</c>, or <c>failing</c> while negotiations cannot be brought up to date.</param>
/// <param name="Position">The sequence up to which it has followed the log.</param>
/// <param name="Head">The log's head.</param>
/// <param name="Lag">How many entries it has not followed yet.</param>
/// <param name="LagSeconds">How long the first of them has waited, in seconds.</param>
/// <param name="Left">How many negotiations its rebuild has still to tell; absent while none is under way.</param>
/// <param name="Failures">How many negotiations it cannot bring up to date.</param>
/// <param name="Failed">The first of them.</param>
public sealed record ProjectionAnswer(
    string Name,
    int CodeVersion,
    string State,
    long Position,
    long Head,
    long Lag,
    double LagSeconds,
    long? Left,
    long Failures,
    IReadOnlyList<ProjectionFailure> Failed
)
{
    private const double Long = 30;

    /// <summary>A status as it is answered.</summary>
    public static ProjectionAnswer Of(ProjectionStatus status) =>
        new(
            status.Name,
            status.CodeVersion,
            status.Failures > 0 ? "failing"
                : status.RebuiltTo is not null ? "rebuilding"
                : status.LagSeconds > Long ? "behind"
                : "running",
            status.Position,
            status.Head,
            status.Lag,
            Math.Round(status.LagSeconds, 3),
            status.RebuiltTo is null ? null : status.Left,
            status.Failures,
            status.Failed
        );
}

/// <summary>The projections.</summary>
/// <param name="Projections">Each of them.</param>
public sealed record ProjectionsAnswer(IReadOnlyList<ProjectionAnswer> Projections);

/// <summary>A projection was told.</summary>
/// <param name="Name">The projection.</param>
/// <param name="Negotiations">How many negotiations it is told of.</param>
public sealed record ProjectionTold(string Name, long Negotiations);

/// <summary>A line of a check: a difference, or at the end how many there were.</summary>
/// <param name="Place">The table.</param>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="How">How what stands there differs from a fresh fold.</param>
/// <param name="Differences">At the end: how many lines came before.</param>
public sealed record CheckLine(string? Place = null, string? Negotiation = null, string? How = null, long? Differences = null);
