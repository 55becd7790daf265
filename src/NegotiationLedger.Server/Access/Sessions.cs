using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NegotiationLedger.Store.Keys;

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
        context.SignInAsync(Schemes.Session, SessionTicket.OfKey(key).ToPrincipal(), new() { ExpiresUtc = key.EndsAt });

    /// <summary>Ends the session of a request, on every node.</summary>
    internal static async Task End(HttpContext context)
    {
        await EndHeld(context);
        await context.SignOutAsync(Schemes.Session);
        ForgetDrafts(context);
    }

    // What somebody was writing on a page is in the tab's storage (Clear Site Data, W3C). Browsers heed it over TLS and on localhost.
    private static void ForgetDrafts(HttpContext context) => context.Response.Headers["Clear-Site-Data"] = "\"storage\"";

    /// <summary>Whether the cookie of a request is one of a session whose longest time has passed.</summary>
    internal static bool IsOver(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Schemes.Session);
        return options.CookieManager.GetRequestCookie(context, Cookie) is { } cookie
            && options.TicketDataFormat.Unprotect(cookie)?.Properties.ExpiresUtc <= TimeOf(context).GetUtcNow();
    }

    // Nobody takes a session over: each begins with an id of its own, and the one before it in this browser ends.
    private static async Task Begin(CookieSigningInContext signingIn)
    {
        var context = signingIn.HttpContext;
        var before = await EndHeld(context);
        var now = TimeOf(context).GetUtcNow();
        var most = now + Longest;
        var ends = signingIn.Properties.ExpiresUtc is { } given && given < most ? given : most;
        (signingIn.Properties.IssuedUtc, signingIn.Properties.ExpiresUtc, signingIn.Properties.IsPersistent) = (now, ends, false);
        var ticket = SessionTicket.Of(signingIn.Principal!)!;
        if (before is not null && before != ticket.Holder)
            ForgetDrafts(context);
        await context.RequestServices.GetRequiredService<OpenSessions>().Begin(new(ticket.Id, ticket.Holder, ticket.Key, ends));
        context.RequestServices.GetRequiredService<AccessLog>().SignedIn(context, ticket.Holder, ticket.Key);
    }

    // Returns whose it was; null for nobody's.
    private static async Task<string?> EndHeld(HttpContext context)
    {
        var held = await context.AuthenticateAsync(Schemes.Session);
        return held.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            ? await context.RequestServices.GetRequiredService<OpenSessions>().End(id, principal: null)
            : null;
    }

    private static TimeProvider TimeOf(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>();

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
