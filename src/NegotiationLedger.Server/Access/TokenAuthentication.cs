using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace NegotiationLedger.Server;

/// <summary>Judges the tokens of an OpenID Connect issuer: JWTs that it signed, for this ledger, within their time (RFC 7519, RFC 8725).</summary>
internal static class TokenAuthentication
{
    /// <summary>How far the issuer's clock and this one may be apart.</summary>
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    internal const int LongestToken = 16 * 1024;

    // Asymmetric alone: with none, or with a published key taken for a shared secret, anybody could sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    internal static void Add(AuthenticationBuilder schemes, IssuerOptions issuer)
    {
        schemes.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<IssuerKeys>(provider, issuer.Url));
        schemes.Services.AddSingleton<IAuthenticationConfigurationProvider, NoConfiguration>();
        schemes.AddJwtBearer(Schemes.Token);
        schemes
            .Services.AddOptions<JwtBearerOptions>(Schemes.Token)
            .Configure<IssuerKeys>((options, keys) => Configure(options, issuer, keys));
    }

    private static void Configure(JwtBearerOptions options, IssuerOptions issuer, IssuerKeys keys)
    {
        options.ConfigurationManager = keys;
        // The keys are asked for anew while a token is judged, by its handler.
        options.RefreshOnIssuerKeyNotFound = false;
        options.MapInboundClaims = false;
        options.IncludeErrorDetails = false;
        options.SaveToken = false;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken });
        options.TokenValidationParameters = Parameters(issuer, issuer.Audience);
        options.Events = new()
        {
            // Before a key was ever had nothing can be said of a token, neither good nor bad.
            OnMessageReceived = async received =>
            {
                received.Token = Schemes.CredentialOf(received.Request);
                await keys.GetConfigurationAsync(received.HttpContext.RequestAborted);
            },
            OnTokenValidated = validated =>
            {
                Accept(validated, issuer);
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = failed =>
            {
                if (failed.Exception is ProblemException)
                    return Task.CompletedTask;
                failed.HttpContext.Features.Set(new RefusedCredential(ReasonOf(failed.Exception)));
                failed.Fail(failed.Exception);
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>What a token of an issuer is held against.</summary>
    internal static TokenValidationParameters Parameters(IssuerOptions issuer, string audience) =>
        new()
        {
            ValidIssuer = issuer.Url,
            ValidAudience = audience,
            IssuerSigningKeyValidator = (key, _, _) => !IsRsa(key) || key.KeySize >= issuer.FewestRsaBits,
            ValidAlgorithms = Algorithms,
            ClockSkew = ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
            ValidateLifetime = true,
        };

    private static bool IsRsa(SecurityKey key) => key is RsaSecurityKey or X509SecurityKey { PublicKey: RSA } or JsonWebKey { Kty: "RSA" };

    private static void Accept(TokenValidatedContext validated, IssuerOptions issuer)
    {
        var (holder, complaint) = TokenHolder.Of(validated.Principal!, issuer);
        complaint = TokenType.ComplaintOf((JsonWebToken)validated.SecurityToken, issuer) ?? complaint;
        if (holder is null || complaint is not null)
        {
            validated.HttpContext.Features.Set(new RefusedCredential(complaint!));
            validated.Fail(complaint!);
            return;
        }

        validated.HttpContext.Features.Set(new CredentialEnd(new(validated.SecurityToken.ValidTo, TimeSpan.Zero)));
        validated.Principal = LedgerPrincipal.Of(holder.Name, TokenHolder.RolesOf(holder.Values, issuer), Schemes.Token);
    }

    // The library's messages quote parts of the token; what kind of failure it was says enough.
    internal static string ReasonOf(Exception error) =>
        error switch
        {
            SecurityTokenExpiredException => "the token has expired",
            SecurityTokenNotYetValidException => "the token is not valid yet",
            SecurityTokenNoExpirationException => "the token has no end",
            SecurityTokenInvalidLifetimeException => "the token's time is malformed",
            AuthenticationFailureException { InnerException: { } inner } => ReasonOf(inner),
            SecurityTokenInvalidAudienceException => "the token is for another audience",
            SecurityTokenInvalidIssuerException => "the token is of another issuer",
            SecurityTokenInvalidAlgorithmException => "the token's algorithm is not accepted",
            SecurityTokenSignatureKeyNotFoundException => "the token is signed with an unknown key",
            SecurityTokenInvalidSigningKeyException => "the issuer's key is too short",
            SecurityTokenInvalidSignatureException => "the token's signature is wrong",
            SecurityTokenMalformedException or ArgumentException or JsonException => "the token is malformed",
            _ => $"the token is refused ({error.GetType().Name})",
        };

    // What the handler would otherwise read from files and the environment, past the ledger's own options.
    private sealed class NoConfiguration : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}
