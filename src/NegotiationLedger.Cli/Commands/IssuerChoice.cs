using System.Globalization;
using NegotiationLedger.Server;

namespace NegotiationLedger.Cli;

/// <summary>The OpenID Connect issuer whose tokens a server accepts, as the environment says.</summary>
internal static class IssuerChoice
{
    /// <summary>What it says; null for no issuer.</summary>
    /// <exception cref="WrongUsageException">It cannot be used.</exception>
    public static IssuerOptions? Read(Func<string, string?> variable)
    {
        if (Said(variable, "ISSUER") is not { } url)
            return null;
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var issuer)
            || !(issuer.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback))
        )
            throw new WrongUsageException($"LEDGER_OIDC_ISSUER is '{url}': give the issuer's https URL, exactly as its tokens name it.");
        var audience =
            Said(variable, "AUDIENCE")
            ?? throw new WrongUsageException("LEDGER_OIDC_AUDIENCE is not set: name what the issuer's tokens for this ledger are for.");
        var options = new IssuerOptions(url, audience);
        return options with
        {
            Client = ClientOf(variable),
            Name = NameOf(Said(variable, "NAME") ?? options.Name),
            PrincipalClaim = Said(variable, "PRINCIPAL_CLAIM") ?? options.PrincipalClaim,
            RoleClaim = Said(variable, "ROLE_CLAIM") ?? options.RoleClaim,
            Roles = Said(variable, "ROLES") is { } map ? RolesOf(map) : options.Roles,
            AreTypesDemanded = IsTypeDemanded(Said(variable, "TOKEN_TYPE")),
            FewestRsaBits = RsaBitsOf(Said(variable, "RSA_BITS")) ?? options.FewestRsaBits,
            Contexts = Words(Said(variable, "ACR")),
            Methods = Words(Said(variable, "AMR")),
        };
    }

    private static bool IsTypeDemanded(string? type) =>
        type switch
        {
            null => false,
            "at+jwt" => true,
            _ => throw new WrongUsageException(
                $"LEDGER_OIDC_TOKEN_TYPE is '{type}': give at+jwt to demand it of access tokens, or leave it out."
            ),
        };

    private static int? RsaBitsOf(string? bits) =>
        bits is null ? null
        : int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var fewest) && fewest is >= 2048 and <= 16384 ? fewest
        : throw new WrongUsageException(
            $"LEDGER_OIDC_RSA_BITS is '{bits}': give the fewest bits of the issuer's RSA keys, from 2048 to 16384."
        );

    private static string[] Words(string? said) => said?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static SignInClient? ClientOf(Func<string, string?> variable)
    {
        if (Said(variable, "CLIENT_ID") is not { } id)
            return null;
        var client = new SignInClient(id, SecretText.Read(variable, "LEDGER_OIDC_CLIENT_SECRET"));
        if (Said(variable, "SCOPES") is not { } scopes)
            return client;
        var each = Words(scopes);
        return each.Contains("openid", StringComparer.Ordinal)
            ? client with
            {
                Scopes = each,
            }
            : throw new WrongUsageException(
                $"LEDGER_OIDC_SCOPES is '{scopes}': openid has to be among them, for without it nobody is named."
            );
    }

    private static string? Said(Func<string, string?> variable, string name) =>
        variable($"LEDGER_OIDC_{name}") is { Length: > 0 } said ? said : null;

    private static string NameOf(string name) =>
        name.Length <= 50 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            ? name
            : throw new WrongUsageException($"LEDGER_OIDC_NAME is '{name}': give at most 50 letters, digits, '-' and '.'.");

    // editors=recorder,admins=admin
    private static Dictionary<string, AccessRole> RolesOf(string map)
    {
        var roles = new Dictionary<string, AccessRole>(StringComparer.Ordinal);
        foreach (var pair in map.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var mark = pair.LastIndexOf('=');
            if (mark < 1 || AccessRoles.Find(pair[(mark + 1)..]) is not { } role)
                throw new WrongUsageException(
                    $"LEDGER_OIDC_ROLES says '{pair}': give values of the claim with their roles ({AccessRoles.All}), such as editors=recorder,*=reader."
                );
            roles[pair[..mark]] = roles.GetValueOrDefault(pair[..mark]) | role;
        }

        return roles;
    }
}
