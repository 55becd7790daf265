using Microsoft.IdentityModel.JsonWebTokens;

namespace NegotiationLedger.Server;

/// <summary>
/// Tells access tokens from the identity tokens of the same issuer, which are for its clients and open nothing here (RFC 9068, section 4; RFC
/// 8725, section 3.11).
/// </summary>
internal static class TokenType
{
    /// <summary>What access tokens say that they are, where they do (RFC 9068, section 2.1).</summary>
    internal const string Access = "at+jwt";

    private const string Media = "application/";

    // Identity tokens alone have these (OpenID Connect Core 1.0, sections 3.1.3.6 and 3.3.2.11).
    private static readonly string[] OfIdentity = ["at_hash", "c_hash"];

    // Access tokens alone have these: what may be asked for, and the client that asks.
    private static readonly string[] OfAccess = ["scope", "scp", "client_id"];

    /// <summary>Why a token is no access token; null when it is one, or cannot be an identity token.</summary>
    /// <remarks>
    /// Issuers that do not know RFC 9068 give both the type JWT. Keycloak says in the claim typ which is which, and its older releases put
    /// the nonce into access tokens too.
    /// </remarks>
    internal static string? ComplaintOf(JsonWebToken token, IssuerOptions issuer)
    {
        var type = token.Typ is { Length: > 0 } said ? said : "JWT";
        if (type.StartsWith(Media, StringComparison.OrdinalIgnoreCase))
            type = type[Media.Length..];
        if (type.Equals(Access, StringComparison.OrdinalIgnoreCase))
            return null;
        if (issuer.AreTypesDemanded)
            return $"the token's type is not {Access}, which the configuration demands";
        if (!type.Equals("JWT", StringComparison.OrdinalIgnoreCase))
            return "the token is of a type for something else";
        var own = token.TryGetPayloadValue<string>("typ", out var typ) ? typ : null;
        if (own is not null and not "Bearer" and not "JWT" || OfIdentity.Any(Has) || (own != "Bearer" && Has("nonce")))
            return "the token is an identity token, not one for this ledger";
        // Where the console's client is the audience too, identity tokens are for the same audience.
        return issuer.Client?.Id == issuer.Audience && own != "Bearer" && !OfAccess.Any(Has)
            ? "nothing tells the token from an identity token of the console's client"
            : null;

        bool Has(string claim) => token.TryGetClaim(claim, out _);
    }
}
