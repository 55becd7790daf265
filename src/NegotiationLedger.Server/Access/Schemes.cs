using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NegotiationLedger.Server;

/// <summary>The authentication schemes: which kind of credential a request shows decides by which it is judged.</summary>
internal static class Schemes
{
    /// <summary>Hands each request on to one of the others.</summary>
    internal const string Any = "Any";

    /// <summary>The ledger's own keys, and every credential that is none.</summary>
    internal const string Key = "Key";

    /// <summary>Tokens of an OpenID Connect issuer.</summary>
    internal const string Token = JwtBearerDefaults.AuthenticationScheme;

    /// <summary>Sessions of people at the console.</summary>
    internal const string Session = "Session";

    /// <summary>Signing in at the issuer, which begins a session.</summary>
    internal const string Issuer = "Issuer";

    private const string Prefix = "Bearer ";

    internal static void Add(IServiceCollection services, AccessOptions options, bool hasSessions)
    {
        // The whole of AddAuthentication would keep the keys of cookies on the machine's disk.
        services.AddWebEncoders();
        services.AddAuthenticationCore();
        var schemes = new AuthenticationBuilder(services)
            .AddPolicyScheme(Any, displayName: null, o => o.ForwardDefaultSelector = context => Select(context, options))
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(Key, configureOptions: null);
        if (hasSessions)
            Sessions.Add(schemes);
        if (options.Issuer is not { } issuer)
            return;
        TokenAuthentication.Add(schemes, issuer);
        if (hasSessions && issuer.Client is { } client)
            IssuerSignIn.Add(schemes, issuer, client);
    }

    /// <summary>The credential of an <c>Authorization</c> header (RFC 6750, section 2.1): null without the header, empty when it is of another form.</summary>
    internal static string? CredentialOf(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0)
            return null;
        return header is [{ } only] && only.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? only[Prefix.Length..].Trim(' ') : "";
    }

    // Who shows a credential is judged by it, whatever cookies come with it.
    private static string Select(HttpContext context, AccessOptions options) =>
        CredentialOf(context.Request) is not { } credential
            ? context.Request.Cookies.ContainsKey(Sessions.Cookie)
                ? Session
                : Key
            : options.Issuer is not null && credential.Length > 0 && !credential.StartsWith("nl_", StringComparison.Ordinal)
                ? Token
                : Key;
}

/// <summary>Why a credential was not accepted: for the log, never for the answer.</summary>
/// <param name="Reason">In words, without the credential.</param>
/// <param name="Key">The public id of the key, where it is one.</param>
/// <param name="Ended">Why a session is over, where it is one: for its holder.</param>
internal sealed record RefusedCredential(string Reason, string? Key = null, SessionEnd? Ended = null);
