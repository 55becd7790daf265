using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NegotiationLedger.Server;

/// <summary>Judges the ledger's own keys. An unknown one costs what a known one does: the same question, and a comparison in constant time.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    HeldKeys keys,
    KeyUses uses
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    private static readonly byte[] Nobodys = new byte[SHA256.HashSizeInBytes];

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Schemes.CredentialOf(Request) is not { } credential)
            return AuthenticateResult.NoResult();
        if (ApiKey.TryParse(credential) is not { } key)
            return Refuse(new(credential.Length == 0 ? "it is not a bearer credential" : "it is malformed"));
        var held = await keys.Find(key.Id, Context.RequestAborted);
        var isSame = CryptographicOperations.FixedTimeEquals(key.SecretSha256, held?.SecretSha256 ?? Nobodys);
        if (held is null || !isSame)
            return Refuse(new(held is null ? "there is no such key" : "its secret is another", key.Id));
        if (held.IsRevoked || held.IsExpired)
            return Refuse(new(held.IsRevoked ? "it was revoked" : "it has expired", key.Id));
        if (AccessRoles.Find(held.Role) is not { } role)
            return Refuse(new("its role is not known", key.Id));
        uses.Note(key.Id);
        return AuthenticateResult.Success(new(LedgerPrincipal.Of(held.Owner, role, Schemes.Key), Schemes.Key));
    }

    private AuthenticateResult Refuse(RefusedCredential refused)
    {
        Context.Features.Set(refused);
        return AuthenticateResult.Fail(refused.Reason);
    }
}
