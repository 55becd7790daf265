using System.Net;

namespace NegotiationLedger.Server;

/// <summary>Who may ask a server, and under which names it is asked.</summary>
public sealed record AccessOptions
{
    /// <summary>Whether credentials are needed on loopback too. Beyond loopback, and where there is an issuer, they always are.</summary>
    public bool AreCredentialsRequired { get; init; }

    /// <summary>The names that the server is asked under, each as a <c>Host</c> header has it, with its port unless that is the scheme's own.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether browsers are told to stay with TLS for the names below those of the server, too.</summary>
    public bool HoldsNamesBelow { get; init; }

    /// <summary>The networks of the proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; nobody's when empty.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>The OpenID Connect issuer whose tokens are accepted; null for none.</summary>
    public IssuerOptions? Issuer { get; init; }

    /// <summary>
    /// A secret that the keys of sessions are encrypted with in the database, the same for every node; null for none, and then whoever reads
    /// the database can forge sessions.
    /// </summary>
    public string? SessionSecret { get; init; }

    /// <summary>Whether <c>/metrics</c> needs no credential; otherwise it needs an auditor's.</summary>
    public bool AreMetricsOpen { get; init; }

    /// <summary>How often may be asked.</summary>
    public RequestRates Rates { get; init; } = RequestRates.Usual;
}

/// <summary>An OpenID Connect issuer, and what its tokens mean here.</summary>
/// <param name="Url">The issuer, as its tokens name it (<c>iss</c>): https, or http on loopback.</param>
/// <param name="Audience">What its tokens for this ledger are for (<c>aud</c>).</param>
public sealed record IssuerOptions(string Url, string Audience)
{
    /// <summary>What the principals of its tokens begin with, before a colon. No key's owner has a colon, so none can be taken for another.</summary>
    public string Name { get; init; } = "oidc";

    /// <summary>What the ledger is to the issuer, so that people sign in there; null when they sign in with keys alone.</summary>
    public SignInClient? Client { get; init; }

    /// <summary>Whether access tokens have to have the type <c>at+jwt</c> (RFC 9068); otherwise they have to be no identity token.</summary>
    public bool AreTypesDemanded { get; init; }

    /// <summary>The fewest bits that an RSA key of the issuer may have: from 2048.</summary>
    public int FewestRsaBits { get; init; } = 2048;

    /// <summary>The authentication contexts of which tokens have to name one (<c>acr</c>), the preferred one first; any when empty.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>The authentication methods that tokens have to name, every one of them (<c>amr</c>, RFC 8176); any when empty.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The claim that names the principal.</summary>
    public string PrincipalClaim { get; init; } = "sub";

    /// <summary>The claim that holds roles or groups: a text or an array of texts.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The role that each value of the claim gives; <c>*</c> is every token. By their own names unless said otherwise.</summary>
    public IReadOnlyDictionary<string, AccessRole> Roles { get; init; } =
        new Dictionary<string, AccessRole>(StringComparer.Ordinal)
        {
            ["reader"] = AccessRole.Reader,
            ["recorder"] = AccessRole.Recorder,
            ["auditor"] = AccessRole.Auditor,
            ["admin"] = AccessRole.Admin,
        };
}

/// <summary>The ledger as a client of an OpenID Connect issuer.</summary>
/// <param name="Id">Its client id, for which identity tokens are (<c>aud</c>).</param>
/// <param name="Secret">Its client secret; null for a public client, which PKCE alone protects.</param>
public sealed record SignInClient(string Id, string? Secret)
{
    /// <summary>What is asked for; <c>openid</c> has to be among it.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];
}

/// <summary>How often may be asked: so many requests a second in the long run, and so many at once after a pause.</summary>
/// <param name="PerSecond">From 1.</param>
/// <param name="AtOnce">From 1.</param>
public sealed record RequestRate(int PerSecond, int AtOnce);

/// <summary>How often may be asked, by whom. Nobody is limited where no credentials are needed.</summary>
/// <param name="Principal">By each principal.</param>
/// <param name="Address">From each address without a credential: a pages' assets, health, a sign-in.</param>
/// <param name="Refused">From each address with a credential that is not accepted.</param>
public sealed record RequestRates(RequestRate Principal, RequestRate Address, RequestRate Refused)
{
    /// <summary>100 a second and 1,000 at once; 20 and 200; 1 and 20.</summary>
    public static RequestRates Usual { get; } = new(new(100, 1000), new(20, 200), new(1, 20));
}
