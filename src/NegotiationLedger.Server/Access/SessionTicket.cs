using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace NegotiationLedger.Server;

/// <summary>
/// What a session's cookie says, sealed: its id, and what it was begun with. Not what its holder may do: that is judged anew on every request,
/// by the key, or by what the configuration gives for the values that the issuer told.
/// </summary>
/// <param name="Id">Its id: 128 random bits.</param>
/// <param name="Key">The public id of the key that it was begun with; null for an issuer's.</param>
/// <param name="Holder">Whose it is: the key's owner, or whom the issuer's token named.</param>
/// <param name="Issuer">The issuer, and by which claims it was understood.</param>
/// <param name="Values">The values of the issuer's claim that give roles.</param>
internal sealed record SessionTicket(string Id, string? Key, string Holder, string? Issuer, IReadOnlyList<string> Values)
{
    private const string KeyClaim = "key";
    private const string HolderClaim = "holder";
    private const string IssuerClaim = "issuer";
    private const string ValueClaim = "value";

    /// <summary>A session begun with a key.</summary>
    internal static SessionTicket OfKey(AcceptedKey key) => new(NewId(), key.Id, key.Owner, null, []);

    /// <summary>A session begun at an issuer.</summary>
    internal static SessionTicket OfIssuer(TokenHolder holder, IssuerOptions issuer) =>
        new(NewId(), null, holder.Name, Understood(issuer), [.. holder.Values.Where(issuer.Roles.ContainsKey)]);

    /// <summary>The session that a cookie says; null when it is of another form.</summary>
    internal static SessionTicket? Of(ClaimsPrincipal user) =>
        user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && user.FindFirstValue(HolderClaim) is { } holder
            ? new(
                id,
                user.FindFirstValue(KeyClaim),
                holder,
                user.FindFirstValue(IssuerClaim),
                [.. user.FindAll(ValueClaim).Select(c => c.Value)]
            )
            : null;

    /// <summary>It, as its cookie says it.</summary>
    internal ClaimsPrincipal ToPrincipal()
    {
        var identity = new ClaimsIdentity(Schemes.Session);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, Id));
        foreach (var (type, value) in new[] { (KeyClaim, Key), (HolderClaim, Holder), (IssuerClaim, Issuer) })
            if (value is not null)
                identity.AddClaim(new(type, value));
        identity.AddClaims(Values.Select(v => new System.Security.Claims.Claim(ValueClaim, v)));
        return new(identity);
    }

    /// <summary>Who it is, for a request: tokens in forms are bound to the session by its id.</summary>
    internal ClaimsPrincipal As(string name, AccessRole roles)
    {
        var user = LedgerPrincipal.Of(name, roles, Schemes.Session);
        ((ClaimsIdentity)user.Identity!).AddClaim(new(ClaimTypes.NameIdentifier, Id));
        return user;
    }

    /// <summary>How an issuer's tokens are understood: a session of another understanding is none.</summary>
    internal static string Understood(IssuerOptions issuer) =>
        string.Join(' ', [issuer.Url, issuer.Name, issuer.PrincipalClaim, issuer.RoleClaim, .. issuer.Contexts, .. issuer.Methods]);

    private static string NewId() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
}
