using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Server;

/// <summary>
/// Sessions of people at the console: a sealed cookie, which the browser sends to this host alone and shows to no script. It authenticates the
/// pages and what their scripts ask of the API.
/// </summary>
internal static class Sessions
{
    // RFC 6265bis, section 4.1.3: Secure, for this host alone, and for all of its paths.
    internal const string Cookie = "__Host-ledger";

    /// <summary>For how long one lasts at most, however it is used.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    internal static void Add(AuthenticationBuilder schemes) =>
        schemes.AddCookie(
            Schemes.Session,
            options =>
            {
                // Lax: with Strict, who comes back from the issuer, or by a link in a letter, would not be signed in.
                (options.Cookie.Name, options.Cookie.Path, options.Cookie.SameSite) = (Cookie, "/", SameSiteMode.Lax);
                (options.Cookie.HttpOnly, options.Cookie.SecurePolicy) = (true, CookieSecurePolicy.Always);
                (options.ExpireTimeSpan, options.SlidingExpiration) = (Longest, false);
                options.Events = new() { OnSigningIn = Begin, OnValidatePrincipal = Judge };
            }
        );

    /// <summary>Begins a session with a key that was accepted.</summary>
    internal static Task Begin(HttpContext context, AcceptedKey key) =>
        context.SignInAsync(Schemes.Session, SessionTicket.OfKey(key.Id).ToPrincipal(), new() { ExpiresUtc = key.EndsAt });

    /// <summary>Ends the session of a request, on every node.</summary>
    internal static async Task End(HttpContext context)
    {
        await EndHeld(context);
        await context.SignOutAsync(Schemes.Session);
    }

    // Nobody takes a session over: each begins with an id of its own, and the one before it in this browser ends.
    private static async Task Begin(CookieSigningInContext signingIn)
    {
        await EndHeld(signingIn.HttpContext);
        var now = signingIn.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var most = now + Longest;
        signingIn.Properties.IssuedUtc = now;
        signingIn.Properties.ExpiresUtc = signingIn.Properties.ExpiresUtc is { } ends && ends < most ? ends : most;
        signingIn.Properties.IsPersistent = false;
    }

    private static async Task EndHeld(HttpContext context)
    {
        var held = await context.AuthenticateAsync(Schemes.Session);
        if (held.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id)
            await context
                .RequestServices.GetRequiredService<EndedSessions>()
                .End(id, held.Properties?.ExpiresUtc ?? DateTimeOffset.UtcNow + Longest);
    }

    private static async Task Judge(CookieValidatePrincipalContext validated)
    {
        var context = validated.HttpContext;
        var judge = context.RequestServices.GetRequiredService<SessionJudge>();
        var (user, refused) = await judge.Judge(validated.Principal!, context.RequestAborted);
        if (user is not null)
        {
            context.Features.Set(new CredentialEnd(validated.Properties.ExpiresUtc));
            validated.Principal = user;
            return;
        }

        context.Features.Set(refused);
        validated.RejectPrincipal();
    }
}

/// <summary>Judges sessions, on every request.</summary>
internal sealed class SessionJudge(LedgerServerOptions options, KeyJudge keys, EndedSessions ended)
{
    /// <summary>Judges what a cookie says.</summary>
    /// <returns>Who asks, or why the session is refused.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    internal async Task<(ClaimsPrincipal? User, RefusedCredential? Refused)> Judge(
        ClaimsPrincipal cookie,
        CancellationToken cancellationToken
    )
    {
        if (SessionTicket.Of(cookie) is not { } ticket)
            return (null, new("the session is of another form"));
        if (await ended.Have(ticket.Id, cancellationToken))
            return (null, new("the session was ended", ticket.Key));
        if (ticket.Key is not { } id)
            return JudgeIssuers(ticket);
        var (key, refused) = await keys.JudgeAgain(id, cancellationToken);
        return key is null ? (null, refused) : (ticket.As(key.Owner, key.Role), null);
    }

    private (ClaimsPrincipal? User, RefusedCredential? Refused) JudgeIssuers(SessionTicket ticket)
    {
        if (
            options.Access.Issuer is not { Client: not null } issuer
            || ticket.Holder is null
            || ticket.Issuer != SessionTicket.Understood(issuer)
        )
            return (null, new("the session is of another issuer"));
        var roles = TokenHolder.RolesOf(ticket.Values, issuer);
        return roles == AccessRole.None
            ? (null, new("the configuration gives its holder no role"))
            : (ticket.As(ticket.Holder, roles), null);
    }
}
