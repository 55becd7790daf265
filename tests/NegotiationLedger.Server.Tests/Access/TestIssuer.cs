using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>An OpenID Connect issuer on loopback: its description, its keys, and whatever tokens a test wants signed.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private readonly int _port;
    private readonly List<(string Kid, RSA Key)> _keys = [];
    private WebApplication? _app;
    private int _asked;

    public TestIssuer() => _port = FreePort();

    /// <summary>The issuer, as its tokens name it.</summary>
    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>What it says it is; the truth when null.</summary>
    public string? Claimed { get; set; }

    /// <summary>How often its keys were asked for.</summary>
    public int Asked => _asked;

    /// <summary>The public key in use, as PEM.</summary>
    public string PublicKey => _keys[^1].Key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Publishes a new key and signs with it from now on.</summary>
    public void Rotate(bool keepsOld = true)
    {
        if (!keepsOld)
            _keys.Clear();
        _keys.Add(($"key-{Guid.NewGuid():n}", RSA.Create(2048)));
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
                    new JsonObject { ["issuer"] = Claimed ?? Url, ["jwks_uri"] = $"{Url}/keys" }.ToJsonString(),
                    "application/json"
                )
        );
        _app.MapGet("/keys", () => Results.Text(Keys(), "application/json"));
        await _app.StartAsync();
    }

    public async Task Stop()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _app = null;
    }

    public ValueTask DisposeAsync() => new(Stop());

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
    public string Token(JsonObject claims)
    {
        var (kid, key) = _keys[^1];
        return Sign(new() { ["alg"] = "RS256", ["kid"] = kid }, claims, key);
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
