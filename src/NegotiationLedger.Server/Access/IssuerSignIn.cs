using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace NegotiationLedger.Server;

/// <summary>
/// Signing in at an OpenID Connect issuer: the authorization code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9700).
/// State and nonce are bound to the browser by cookies; what comes back is judged as tokens are.
/// </summary>
internal static class IssuerSignIn
{
    /// <summary>Where the issuer sends people back to.</summary>
    internal const string Callback = "/sign-in/callback";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(15);

    internal static void Add(AuthenticationBuilder schemes, IssuerOptions issuer, SignInClient client)
    {
        schemes.AddOpenIdConnect(Schemes.Issuer, _ => { });
        schemes
            .Services.AddOptions<OpenIdConnectOptions>(Schemes.Issuer)
            .Configure<IssuerKeys>((options, keys) => Configure(options, issuer, client, keys));
    }

    private static void Configure(OpenIdConnectOptions options, IssuerOptions issuer, SignInClient client, IssuerKeys keys)
    {
        options.ConfigurationManager = keys;
        options.RefreshOnIssuerKeyNotFound = false;
        (options.ClientId, options.ClientSecret) = (client.Id, client.Secret);
        (options.ResponseType, options.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
        (options.UsePkce, options.SaveTokens, options.GetClaimsFromUserInfoEndpoint) = (true, false, false);
        (options.CallbackPath, options.SignInScheme) = (Callback, Schemes.Session);
        // A session ends with its token.
        (options.UseTokenLifetime, options.RemoteAuthenticationTimeout) = (true, LongestAbsence);
        (options.MapInboundClaims, options.DisableTelemetry) = (false, true);
        options.ClaimActions.Clear();
        options.TokenHandler = new SignedTokens { MapInboundClaims = false, MaximumTokenSizeInBytes = TokenAuthentication.LongestToken };
        options.TokenValidationParameters = TokenAuthentication.Parameters(issuer, client.Id);
        options.Scope.Clear();
        foreach (var scope in client.Scopes)
            options.Scope.Add(scope);
        options.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
        options.BackchannelTimeout = Patience;
        foreach (var (cookie, name) in new[] { (options.CorrelationCookie, "-state."), (options.NonceCookie, "-nonce.") })
        {
            (cookie.Name, cookie.Path) = (Sessions.Cookie + name, "/");
            (cookie.SameSite, cookie.SecurePolicy, cookie.HttpOnly) = (SameSiteMode.Lax, CookieSecurePolicy.Always, true);
        }

        options.Events = new()
        {
            OnRedirectToIdentityProvider = redirect =>
            {
                redirect.ProtocolMessage.RedirectUri = CallbackOf(redirect.Request);
                if (issuer.Contexts.Count > 0)
                    redirect.ProtocolMessage.AcrValues = string.Join(' ', issuer.Contexts);
                return Task.CompletedTask;
            },
            OnTokenValidated = validated => Accept(validated, issuer),
            OnRemoteFailure = Refuse,
        };
    }

    // Its cookies are taken over TLS or on loopback alone, so that this is where people are, whatever a proxy says of the scheme.
    private static string CallbackOf(HttpRequest request)
    {
        var scheme = ForeignRequests.IsLoopback(request.Host.Host) ? request.Scheme : "https";
        return $"{scheme}://{request.Host.ToUriComponent()}{Callback}";
    }

    private static Task Accept(TokenValidatedContext validated, IssuerOptions issuer)
    {
        var (holder, complaint) = TokenHolder.Of(validated.Principal!, issuer);
        if (holder is not null && TokenHolder.RolesOf(holder.Values, issuer) == AccessRole.None)
            complaint = $"the configuration gives {holder.Name} no role";
        if (complaint is not null)
            validated.Fail(complaint);
        else
            validated.Principal = SessionTicket.OfIssuer(holder!, issuer).ToPrincipal();
        return Task.CompletedTask;
    }

    // The middleware takes unsigned tokens from the token endpoint, for the connection vouches for them (OpenID Connect Core 1.0, section
    // 3.1.3.7, 6). Here each vouches for itself.
    private sealed class SignedTokens : JsonWebTokenHandler
    {
        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            validationParameters.RequireSignedTokens = true;
            return base.ValidateTokenAsync(token, validationParameters);
        }
    }

    private static Task Refuse(RemoteFailureContext failed)
    {
        if (failed.Failure is ProblemException problem)
            throw problem;
        if (failed.Failure is HttpRequestException or TaskCanceledException)
            throw AccessProblems.IssuerAway;
        failed
            .HttpContext.RequestServices.GetRequiredService<AccessLog>()
            .RefusedAtIssuer(failed.HttpContext, TokenAuthentication.ReasonOf(failed.Failure!));
        throw AccessProblems.NotSignedIn;
    }
}
