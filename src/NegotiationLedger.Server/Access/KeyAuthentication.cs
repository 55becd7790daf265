using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NegotiationLedger.Server;

/// <summary>Authenticates requests that show one of the ledger's own keys.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    KeyJudge judge
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Schemes.CredentialOf(Request) is not { } credential)
            return AuthenticateResult.NoResult();
        var (key, refused) = await judge.Judge(credential, Context.RequestAborted);
        if (key is null)
        {
            Context.Features.Set(refused);
            return AuthenticateResult.Fail(refused!.Reason);
        }

        Context.Features.Set(new CredentialEnd(key.EndsAt));
        return AuthenticateResult.Success(new(LedgerPrincipal.Of(key.Owner, key.Role, Schemes.Key), Schemes.Key));
    }
}

/// <summary>When the credential of a request ends.</summary>
/// <param name="At">From when it is not accepted any more; null for never.</param>
internal sealed record CredentialEnd(DateTimeOffset? At);
