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

    private const string Prefix = "Bearer ";

    internal static void Add(IServiceCollection services, AccessOptions options)
    {
        // The whole of AddAuthentication would keep keys of its own on the machine's disk, for cookies that there are none of.
        services.AddWebEncoders();
        services.AddAuthenticationCore();
        var schemes = new AuthenticationBuilder(services)
            .AddPolicyScheme(Any, displayName: null, o => o.ForwardDefaultSelector = context => Select(context, options))
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(Key, configureOptions: null);
        if (options.Issuer is { } issuer)
            TokenAuthentication.Add(schemes, issuer);
    }

    /// <summary>The credential of an <c>Authorization</c> header (RFC 6750, section 2.1): null without the header, empty when it is of another form.</summary>
    internal static string? CredentialOf(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0)
            return null;
        return header is [{ } only] && only.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? only[Prefix.Length..].Trim(' ') : "";
    }

    private static string Select(HttpContext context, AccessOptions options) =>
        options.Issuer is not null
        && CredentialOf(context.Request) is { Length: > 0 } credential
        && !credential.StartsWith("nl_", StringComparison.Ordinal)
            ? Token
            : Key;
}

/// <summary>Why a credential was not accepted: for the log, never for the answer.</summary>
/// <param name="Reason">In words, without the credential.</param>
/// <param name="Key">The public id of the key, where it is one.</param>
internal sealed record RefusedCredential(string Reason, string? Key = null);
