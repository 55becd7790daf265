using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Console;

/// <summary>
/// <c>GET</c> and <c>POST /sign-in</c>: with a key; <c>GET /sign-in/issuer</c>: at the issuer, which sends people back to
/// <c>/sign-in/callback</c>; <c>POST /sign-out</c>.
/// </summary>
internal static class SignInPages
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", Ask);
        routes.MapPost("/sign-in", SignIn);
        routes.MapGet("/sign-in/issuer", AtIssuer);
        // Authentication answers it before, where there is an issuer.
        routes.MapGet(IssuerSignIn.Callback, () => Results.NotFound());
        routes.MapPost("/sign-out", SignOut);
    }

    private static Task Ask(HttpContext context, LedgerServerOptions options) =>
        Show(context, options, LocalPath.Of(context.Request.Query["to"]), isRefused: false);

    private static Task Show(HttpContext context, LedgerServerOptions options, string to, bool isRefused) =>
        context.Page<SignInPage>(
            (nameof(SignInPage.To), to),
            (nameof(SignInPage.IsNeeded), options.NeedsCredentials),
            (nameof(SignInPage.IsRefused), isRefused),
            (nameof(SignInPage.Ended), SessionEnds.Find(context.Request.Query["why"])),
            (nameof(SignInPage.Issuer), options.Access.Issuer is { Client: not null } issuer ? issuer.Name : null)
        );

    private static async Task SignIn(HttpContext context, LedgerServerOptions options, AccessLog log)
    {
        RefuseUnneeded(options);
        await FormTokens.Check(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var to = LocalPath.Of(form["to"]);
        var judge = context.RequestServices.GetRequiredService<KeyJudge>();
        var (key, refused) = await judge.Judge(form["key"].ToString().Trim(), context.RequestAborted);
        if (key is not null)
        {
            await Sessions.Begin(context, key);
            GoTo(context, to);
            return;
        }

        Admission.Refuse(context, refused!, log);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = AccessProblems.Unauthenticated(isRefused: true).Document.Challenge;
        await Show(context, options, to, isRefused: true);
    }

    private static async Task<IResult> AtIssuer(HttpContext context, LedgerServerOptions options)
    {
        if (options is not { NeedsCredentials: true, Access.Issuer.Client: not null })
            return Results.NotFound();
        await context.ChallengeAsync(Schemes.Issuer, new() { RedirectUri = LocalPath.Of(context.Request.Query["to"]) });
        return Results.Empty;
    }

    private static async Task SignOut(HttpContext context, LedgerServerOptions options)
    {
        RefuseUnneeded(options);
        // Whose session has ended is signed out already.
        if ((await context.AuthenticateAsync(Schemes.Session)).Principal is { } user)
        {
            context.User = user;
            await FormTokens.Check(context);
        }

        await Sessions.End(context);
        GoTo(context, "/sign-in");
    }

    private static void RefuseUnneeded(LedgerServerOptions options)
    {
        if (!options.NeedsCredentials)
            throw Problems.Missing(Strings.SignInUnneeded);
    }

    // The browser gets it, whatever was sent before (RFC 9110, section 15.4.4).
    private static void GoTo(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
        context.Response.Headers.CacheControl = "no-store";
    }
}
