using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NegotiationLedger.Console;

/// <summary>
/// <c>GET /account</c>: one's own sessions; <c>POST /account/{id}/end</c> ends one of them, <c>/account/end</c> all but the one that asks.
/// </summary>
internal static class AccountPages
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account", Show);
        routes.MapPost("/account/end", EndOthers);
        routes.MapPost("/account/{id}/end", End);
    }

    /// <summary>The id of the session that a request is in; null for none.</summary>
    internal static string? SessionOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier);

    private static async Task Show(HttpContext context, OpenSessions sessions) =>
        await context.Page<AccountPage>(
            (nameof(AccountPage.Sessions), await sessions.List(context.User.Identity!.Name!, context.RequestAborted)),
            (nameof(AccountPage.Here), SessionOf(context))
        );

    // Of somebody else's, and of one that has ended, nothing is told.
    private static async Task<IResult> End(string id, HttpContext context, OpenSessions sessions)
    {
        await PageForm.Of(context, "/sessions");
        if (id == SessionOf(context))
        {
            await NegotiationLedger.Server.Sessions.End(context);
            return PageForm.GoTo(context, "/sign-in");
        }

        await sessions.End(id, context.User.Identity!.Name!);
        return PageForm.GoTo(context, "/account");
    }

    private static async Task<IResult> EndOthers(HttpContext context, OpenSessions sessions)
    {
        await PageForm.Of(context, "/sessions");
        await sessions.EndAll(context.User.Identity!.Name!, SessionOf(context));
        return PageForm.GoTo(context, "/account");
    }
}
