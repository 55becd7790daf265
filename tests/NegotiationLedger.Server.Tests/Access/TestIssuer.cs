using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>An OpenID Connect issuer on loopback: its description, its keys, and whatever tokens a test wants signed.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private readonly int _port;
    private readonly List<(string Kid, RSA Key)> _keys = [];
    private WebApplication? _app;
    private readonly ConcurrentDictionary<string, Granted> _codes = new(StringComparer.Ordinal);
    private int _asked;

    public TestIssuer() => _port = FreePort();

    /// <summary>The issuer, as its tokens name it.</summary>
    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>What it says it is; the truth when null.</summary>
    public string? Claimed { get; set; }

    /// <summary>The client that it knows.</summary>
    public (string Id, string Secret) Client { get; } = ("console", "the client's secret");

    /// <summary>Whom it signs in, without asking: the claims of the identity token, to which the nonce is added.</summary>
    public Func<JsonObject>? SignsIn { get; set; }

    /// <summary>What becomes of an identity token on its way; nothing when null.</summary>
    public Func<JsonObject, string>? Issues { get; set; }

    /// <summary>What it was last asked to sign in.</summary>
    public IQueryCollection? LastAsked { get; private set; }

    /// <summary>How often its keys were asked for.</summary>
    public int Asked => _asked;

    /// <summary>The public key in use, as PEM.</summary>
    public string PublicKey => _keys[^1].Key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Publishes a new key and signs with it from now on.</summary>
    public void Rotate(bool keepsOld = true, int bits = 2048)
    {
        if (!keepsOld)
            _keys.Clear();
        var key = RSA.Create(bits);
        // It is not made before it is used, and that takes longer than who asks for it waits.
        key.ExportParameters(includePrivateParameters: false);
        _keys.Add(($"key-{Guid.NewGuid():n}", key));
    }

    public async Task Start()
    {
        if (_keys.Count == 0)
            Rotate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url);
        _app = builder.Build();
        _app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                Results.Text(
                    new JsonObject
                    {
                        ["issuer"] = Claimed ?? Url,
                        ["jwks_uri"] = $"{Url}/keys",
                        ["authorization_endpoint"] = $"{Url}/authorize",
                        ["token_endpoint"] = $"{Url}/token",
                    }.ToJsonString(),
                    "application/json"
                )
        );
        _app.MapGet("/keys", () => Results.Text(Keys(), "application/json"));
        _app.MapGet("/authorize", (HttpRequest request) => Authorize(request.Query));
        _app.MapPost("/token", async (HttpRequest request) => Token(await request.ReadFormAsync()));
        await _app.StartAsync();
    }

    public async Task Stop()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _app = null;
    }

    public ValueTask DisposeAsync() => new(Stop());

    /// <summary>Waits until a server knows its keys: on a busy machine it may take more than one try.</summary>
    public async Task Known(RunningServer server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var credential = ("Authorization", $"Bearer {Token(Claims("somebody", "reader"))}");
        while ((await server.Send(HttpMethod.Get, "/whoami", body: null, credential)).Status != System.Net.HttpStatusCode.OK)
            patience.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The claims of a good token for a quarter of an hour.</summary>
    public JsonObject Claims(string holder = "mediator", params string[] roles) =>
        new()
        {
            ["iss"] = Url,
            ["aud"] = "ledger",
            ["sub"] = holder,
            ["roles"] = new JsonArray([.. roles.Select(r => (JsonNode)r)]),
            ["iat"] = At(TimeSpan.Zero),
            ["nbf"] = At(TimeSpan.Zero),
            ["exp"] = At(TimeSpan.FromMinutes(15)),
        };

    /// <summary>A token signed with the key in use.</summary>
    /// <param name="claims">What it says.</param>
    /// <param name="type">What kind of token it says it is; nothing when null.</param>
    public string Token(JsonObject claims, string? type = null)
    {
        var (kid, key) = _keys[^1];
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = kid };
        if (type is not null)
            header["typ"] = type;
        return Sign(header, claims, key);
    }

    /// <summary>A token with any header, signed by any key.</summary>
    public static string Sign(JsonObject header, JsonObject claims, RSA key)
    {
        var text = Text(header, claims);
        return $"{text}.{Base64UrlEncoder.Encode(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>What of a token is signed.</summary>
    public static string Text(JsonObject header, JsonObject claims) =>
        $"{Base64UrlEncoder.Encode(header.ToJsonString())}.{Base64UrlEncoder.Encode(claims.ToJsonString())}";

    public static long At(TimeSpan fromNow) => (DateTimeOffset.UtcNow + fromNow).ToUnixTimeSeconds();

    /// <summary>The id of the key in use.</summary>
    public string Kid => _keys[^1].Kid;

    // OpenID Connect Core 1.0, section 3.1.2: it asks nobody anything, for its people are signed in.
    private IResult Authorize(IQueryCollection asked)
    {
        LastAsked = asked;
        if (asked["client_id"] != Client.Id || asked["response_type"] != "code" || !asked["scope"].ToString().Split(' ').Contains("openid"))
            return Results.BadRequest();
        var back = $"{asked["redirect_uri"]}?state={Uri.EscapeDataString(asked["state"]!)}";
        if (SignsIn is null)
            return Results.Redirect($"{back}&error=access_denied");
        var code = Guid.NewGuid().ToString("n");
        _codes[code] = new(asked["redirect_uri"]!, asked["nonce"]!, asked["code_challenge"]!, asked["code_challenge_method"]!);
        return Results.Redirect($"{back}&code={code}");
    }

    // A code is good once, for the client, the address and the verifier that it was given for (RFC 6749, section 4.1.3; RFC 7636, section 4.6).
    private IResult Token(IFormCollection form)
    {
        var isGood =
            _codes.TryRemove(form["code"].ToString(), out var granted)
            && form["grant_type"] == "authorization_code"
            && form["client_id"] == Client.Id
            && form["client_secret"] == Client.Secret
            && form["redirect_uri"] == granted.Redirect
            && granted.Method == "S256"
            && Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == granted.Challenge;
        if (!isGood)
            return Results.Text("""{"error":"invalid_grant"}""", "application/json", statusCode: 400);
        var claims = SignsIn!();
        claims["aud"] = Client.Id;
        claims["nonce"] = granted!.Nonce;
        var answer = new JsonObject
        {
            ["id_token"] = Issues?.Invoke(claims) ?? Token(claims, "JWT"),
            ["access_token"] = "not ours to read",
            ["token_type"] = "Bearer",
            ["expires_in"] = 900,
        };
        return Results.Text(answer.ToJsonString(), "application/json");
    }

    private sealed record Granted(string Redirect, string Nonce, string Challenge, string Method);

    private string Keys()
    {
        Interlocked.Increment(ref _asked);
        var keys = _keys.Select(k =>
        {
            var parameters = k.Key.ExportParameters(includePrivateParameters: false);
            return (JsonNode)
                new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["kid"] = k.Kid,
                    ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
                    ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
                };
        });
        return new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
