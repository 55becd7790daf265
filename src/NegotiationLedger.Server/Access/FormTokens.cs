using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Server;

/// <summary>
/// Tokens in forms and in what scripts send (CWE-352): a write that a cookie authenticates has to come from a page of the same session, for a
/// browser sends the cookie whoever made it ask.
/// </summary>
internal static class FormTokens
{
    /// <summary>The field of a form that holds one.</summary>
    internal const string Field = "form-token";

    /// <summary>The header that a script sends one in.</summary>
    internal const string Header = "X-Form-Token";

    private const long LongestForm = BodyLimits.Development;

    internal static void Add(IServiceCollection services) =>
        services.AddAntiforgery(options =>
        {
            options.Cookie = new HostCookie
            {
                Name = Sessions.Cookie + "-form",
                Path = "/",
                HttpOnly = true,
                // Strict would make a page that is reached by a link from elsewhere take the tokens of all other tabs away.
                SameSite = SameSiteMode.Lax,
                IsEssential = true,
            };
            (options.FormFieldName, options.HeaderName, options.SuppressXFrameOptionsHeader) = (Field, Header, true);
        });

    /// <summary>A token for a page's forms and scripts; null where nobody signs in. The answer is not to be stored.</summary>
    internal static string? Of(HttpContext context) =>
        context.RequestServices.GetService<IAntiforgery>()?.GetAndStoreTokens(context).RequestToken;

    /// <summary>Refuses a request without a token of its session.</summary>
    /// <exception cref="ProblemException">It has none (403).</exception>
    internal static async Task Check(HttpContext context)
    {
        if (context.Request.HasFormContentType && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestForm;
        try
        {
            await context.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(context);
        }
        catch (AntiforgeryValidationException)
        {
            context.RequestServices.GetRequiredService<AccessLog>().Foreign(context, "it has no token of its session's pages");
            throw AccessProblems.NotFromPage;
        }
    }

    // The library would set Secure only where the request came by TLS, or refuse others: a proxy in front of it has TLS, and on loopback
    // browsers take Secure cookies without.
    private sealed class HostCookie : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var cookie = base.Build(context, expiresFrom);
            cookie.Secure = true;
            return cookie;
        }
    }
}
