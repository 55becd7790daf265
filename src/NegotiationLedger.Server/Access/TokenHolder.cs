using System.Security.Claims;

namespace NegotiationLedger.Server;

/// <summary>The holder of an issuer's token.</summary>
/// <param name="Name">Its principal: the issuer's name here, a colon and the claim.</param>
/// <param name="Values">The values of the claim that gives roles.</param>
internal sealed record TokenHolder(string Name, IReadOnlyList<string> Values)
{
    /// <summary>Whom a token names, or why it names nobody.</summary>
    internal static (TokenHolder? Holder, string? Complaint) Of(ClaimsPrincipal claims, IssuerOptions issuer)
    {
        var holder = claims.FindAll(issuer.PrincipalClaim).Take(2).ToList() is [var only] ? only.Value : null;
        var name = $"{issuer.Name}:{holder}";
        var complaint = string.IsNullOrEmpty(holder)
            ? "it is not there once"
            : LedgerPrincipal.ComplaintOf(holder) ?? LedgerPrincipal.ComplaintOf(name);
        return complaint is not null ? (null, $"its claim {issuer.PrincipalClaim} names nobody: {complaint}")
            : IsTooWeak(claims, issuer) ? (null, "its holder did not sign in as strongly as the configuration demands (acr, amr)")
            : (new(name, [.. claims.FindAll(issuer.RoleClaim).Select(c => c.Value)]), null);
    }

    // OpenID Connect Core 1.0, section 2: acr is one value, amr several.
    private static bool IsTooWeak(ClaimsPrincipal claims, IssuerOptions issuer) =>
        (issuer.Contexts.Count > 0 && !(claims.FindAll("acr").ToList() is [var only] && issuer.Contexts.Contains(only.Value)))
        || !issuer.Methods.All(method => claims.HasClaim("amr", method));

    /// <summary>The roles that values of the claim give.</summary>
    internal static AccessRole RolesOf(IEnumerable<string> values, IssuerOptions issuer) =>
        values.Append("*").Select(value => issuer.Roles.GetValueOrDefault(value)).Aggregate(AccessRole.None, (all, role) => all | role);
}
