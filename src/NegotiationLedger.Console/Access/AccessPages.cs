using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Store.Keys;

namespace NegotiationLedger.Console;

/// <summary>
/// <c>GET /access</c>: the keys and everybody's sessions, for admins; <c>POST /access</c> makes a key, <c>/access/{id}/rotation</c> puts one in the
/// place of another, <c>/access/{id}/end</c> revokes one, <c>/access/sessions/{id}/end</c> ends a session and <c>/access/sessions/end</c> all of
/// somebody. By the same functions as <c>/keys</c> and <c>/sessions</c>.
/// </summary>
internal static class AccessPages
{
    private const int SecondsAnHour = 60 * 60;
    private const string Programs = "/keys";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/access",
            (HttpContext context, KeyStore keys, OpenSessions sessions) => Show(context, keys, sessions, made: null, problem: null)
        );
        routes.MapPost("/access", Make);
        routes.MapPost("/access/{id}/rotation", Rotate);
        routes.MapPost("/access/{id}/end", End);
        routes.MapPost("/access/sessions/end", EndSessions);
        routes.MapPost("/access/sessions/{id}/end", EndSession);
    }

    private static async Task Show(HttpContext context, KeyStore keys, OpenSessions sessions, MadeKeyAnswer? made, ProblemDocument? problem)
    {
        var all = await keys.List(context.RequestAborted);
        var open = await sessions.List(principal: null, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await context.Page<AccessPage>(
            (nameof(AccessPage.Keys), all.Select(KeyAnswer.Of).ToList()),
            (nameof(AccessPage.Sessions), open),
            (nameof(AccessPage.Here), AccountPages.SessionOf(context)),
            (nameof(AccessPage.Made), made),
            (nameof(AccessPage.Problem), problem)
        );
    }

    private static async Task Make(HttpContext context, KeyStore keys, OpenSessions sessions, TimeProvider time, ILogger<ApiKey> log)
    {
        var form = await PageForm.Of(context, Programs);
        try
        {
            var asked = KeyRequest.Of(form["role"].ToString(), form["owner"].ToString().Trim(), ExpiresOf(form), time.GetUtcNow());
            await Show(context, keys, sessions, await KeyEndpoints.Make(context, keys, asked, log), problem: null);
        }
        catch (ProblemException refused)
        {
            context.Response.StatusCode = refused.Document.Status;
            await Show(context, keys, sessions, made: null, refused.Document);
        }
    }

    private static async Task Rotate(
        string id,
        HttpContext context,
        KeyStore keys,
        OpenSessions sessions,
        HeldKeys held,
        ILogger<ApiKey> log
    )
    {
        var hours = (await PageForm.Of(context, Programs))["hours"].ToString();
        var overlap = int.TryParse(hours, out var given) && given is >= 0 and <= KeyRequest.MostOverlap / SecondsAnHour ? given : 0;
        var made = await KeyEndpoints.Rotate(context, keys, held, id, TimeSpan.FromHours(overlap), log);
        await Show(context, keys, sessions, made, problem: null);
    }

    private static async Task<IResult> End(string id, HttpContext context, KeyStore keys, HeldKeys held, ILogger<ApiKey> log)
    {
        await PageForm.Of(context, Programs);
        await KeyEndpoints.End(context, keys, held, id, log);
        return PageForm.GoTo(context, "/access");
    }

    private static async Task<IResult> EndSession(string id, HttpContext context, OpenSessions sessions, AccessLog log)
    {
        await PageForm.Of(context, Programs);
        await SessionEndpoints.End(context, sessions, log, id);
        return PageForm.GoTo(context, "/access");
    }

    private static async Task<IResult> EndSessions(HttpContext context, OpenSessions sessions, AccessLog log)
    {
        await SessionEndpoints.EndAll(context, sessions, log, (await PageForm.Of(context, Programs))["principal"].ToString());
        return PageForm.GoTo(context, "/access");
    }

    private static string? ExpiresOf(IFormCollection form) => form["expires"].ToString().Trim() is { Length: > 0 } expires ? expires : null;
}
