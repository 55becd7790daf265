using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NegotiationLedger.Server.Http;
using NegotiationLedger.Store.Handling;

namespace NegotiationLedger.Server.Endpoints;

/// <summary><c>GET /handlers</c>; <c>POST /handlers/{name}/retry</c>, <c>/skip</c>, <c>/rebuild</c>: for operators.</summary>
internal static class Handlers
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/handlers", List)
            .WithName("list-handlers")
            .WithTags("Operation")
            .WithSummary("What keeps the persisted views: version, state, position, lag in entries and seconds, and what stops it")
            .Produces<HandlersAnswer>()
            .Takes();
        Map(routes, "retry", "Try again what stops a handler", (control, name, cancellation) => control.Retry(name, cancellation));
        Map(
            routes,
            "skip",
            "Go on behind the entry that stops a handler, which never sees it",
            (control, name, cancellation) => control.Skip(name, cancellation)
        );
        Map(
            routes,
            "rebuild",
            "Build a handler's documents anew beside those that serve, and switch over",
            (control, name, cancellation) => control.Rebuild(name, cancellation)
        );
    }

    private static void Map(
        IEndpointRouteBuilder routes,
        string word,
        string summary,
        Func<HandlerControl, string, CancellationToken, Task<bool>> tell
    ) =>
        routes
            .MapPost(
                $"/handlers/{{name}}/{word}",
                async (string name, HttpContext context, HandlerControl control) =>
                {
                    Refuse(name);
                    var isDone = await tell(control, name, context.RequestAborted);
                    return Results.Json(new HandlerTold(name, word, isDone), WebJson.Default.HandlerTold);
                }
            )
            .WithName($"{word}-handler")
            .WithTags("Operation")
            .WithSummary(summary)
            .Produces<HandlerTold>()
            .Takes();

    private static void Refuse(string name)
    {
        if (!PersistedViews.Handlers.Any(h => h.Name == name))
            throw Problems.Missing(
                $"There is no handler '{name}'. The handlers are: {string.Join(", ", PersistedViews.Handlers.Select(h => h.Name))}."
            );
    }

    private static async Task<IResult> List(HandlerControl control, CancellationToken cancellationToken)
    {
        var all = await control.List(cancellationToken);
        return Results.Json(new HandlersAnswer([.. all.Select(HandlerAnswer.Of)]), WebJson.Default.HandlersAnswer);
    }
}
