using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Store.Keys;
using NegotiationLedger.Testing;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>Tokens of an issuer that the test itself runs: only what it signed, for this ledger and for now, opens the door.</summary>
public sealed class TokenTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = new(postgres)
        {
            Access = new()
            {
                Issuer = new(_issuer.Url, "ledger")
                {
                    Name = "talks",
                    Roles = new Dictionary<string, AccessRole>
                    {
                        ["editors"] = AccessRole.Recorder,
                        ["auditors"] = AccessRole.Auditor,
                        ["admins"] = AccessRole.Admin,
                        ["staff"] = AccessRole.Reader,
                    },
                },
                Rates = new(new(100_000, 100_000), new(100_000, 100_000), new(100_000, 100_000)),
            },
        };
        await _server.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_good_token_has_the_roles_that_its_claim_maps_to_and_its_holder_is_shown_with_the_issuers_name()
    {
        await _issuer.Start();
        (await Read(_issuer.Token(_issuer.Claims("mediator", "staff")))).Status.ShouldBe(HttpStatusCode.OK);
        (await Write(_issuer.Token(_issuer.Claims("mediator", "staff")))).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        var both = _issuer.Token(_issuer.Claims("mediator", "editors", "auditors", "unheard"));
        (await Write(both)).Status.ShouldBe(HttpStatusCode.Created);
        var source = await Send(HttpMethod.Get, "/sources/communique", both);
        source.Text.ShouldContain("\"recordedBy\":\"talks:mediator\"");
        (await Send(HttpMethod.Get, "/metrics", both)).Status.ShouldBe(HttpStatusCode.OK);
        (await Send(HttpMethod.Get, "/keys", both)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden")["detail"]!
            .GetValue<string>()
            .ShouldContain("'talks:mediator' has recorder and auditor");
        (await Read(_issuer.Token(_issuer.Claims("mediator", "unheard")))).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private static readonly string[] Bad =
    [
        "expired",
        "of tomorrow",
        "without an end",
        "for another audience",
        "without an audience",
        "of another issuer",
        "unsigned",
        "unsigned, none written otherwise",
        "signed with another's key under a known name",
        "signed with another's key",
        "signed with a key it brings along",
        "signed with the public key as a secret",
        "changed",
        "cut off",
        "without a holder",
        "with two holders",
        "with a holder of two lines",
        "too long",
        "an identity token",
        "of another type",
    ];

    // All of them at one server: to each its own would take a second.
    [Fact]
    public async Task A_token_is_refused_that_is()
    {
        await _issuer.Start();
        (await Read(_issuer.Token(_issuer.Claims("mediator", "admins")))).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var how in Bad)
        {
            var refused = await Read(Made(how));
            refused.Status.ShouldBe(HttpStatusCode.Unauthorized, how);
            refused.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            refused
                .Headers.WwwAuthenticate.ShouldHaveSingleItem()
                .ToString()
                .ShouldBe("Bearer realm=\"negotiation-ledger\", error=\"invalid_token\"", how);
        }
    }

    [Fact]
    public async Task A_key_of_the_issuer_that_is_too_short_signs_nothing()
    {
        await _issuer.Start();
        var heard = Heard.Of(_server);
        (await Read(_issuer.Token(_issuer.Claims("mediator", "staff"), "at+jwt"))).Status.ShouldBe(HttpStatusCode.OK);
        _issuer.Rotate(bits: 1024);
        (await Read(_issuer.Token(_issuer.Claims("mediator", "staff"), "at+jwt"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        heard.Messages.ShouldContain(m => m.Contains("the issuer's key is too short", StringComparison.Ordinal));
        foreach (var (bits, status) in new[] { (2048, HttpStatusCode.Unauthorized), (3072, HttpStatusCode.OK) })
        {
            _issuer.Rotate(keepsOld: false, bits);
            await using var fresh = await Node(_server.Access.Issuer! with { FewestRsaBits = 3072 });
            using var asked = new HttpClient { BaseAddress = new(LedgerServer.AddressOf(fresh)) };
            asked.DefaultRequestHeaders.Authorization = new("Bearer", _issuer.Token(_issuer.Claims("mediator", "staff")));
            (await asked.GetAsync("/negotiations", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(status, $"{bits}");
        }
    }

    private async Task<Microsoft.AspNetCore.Builder.WebApplication> Node(IssuerOptions issuer)
    {
        var node = LedgerServer.Create(
            new()
            {
                ConnectionString = _server.Database.WriterConnectionString,
                Port = 0,
                Access = new() { Issuer = issuer },
            }
        );
        await node.StartAsync(TestContext.Current.CancellationToken);
        return node;
    }

    [Fact]
    public async Task A_clock_that_is_a_minute_apart_makes_no_difference()
    {
        await _issuer.Start();
        var late = _issuer.Claims("mediator", "staff");
        late["nbf"] = TestIssuer.At(TimeSpan.FromHours(-1));
        late["exp"] = TestIssuer.At(TimeSpan.FromSeconds(-30));
        (await Read(_issuer.Token(late))).Status.ShouldBe(HttpStatusCode.OK);
        late["exp"] = TestIssuer.At(TimeSpan.FromSeconds(-90));
        (await Read(_issuer.Token(late))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_key_is_asked_for_once_and_its_tokens_are_good_at_once_and_a_flood_of_unknown_ones_asks_no_more()
    {
        await _issuer.Start();
        var old = _issuer.Token(_issuer.Claims("mediator", "staff"));
        (await Read(old)).Status.ShouldBe(HttpStatusCode.OK);
        _issuer.Asked.ShouldBe(1);
        _issuer.Rotate();
        (await Read(_issuer.Token(_issuer.Claims("mediator", "staff")))).Status.ShouldBe(HttpStatusCode.OK);
        (await Read(old)).Status.ShouldBe(HttpStatusCode.OK);
        _issuer.Asked.ShouldBe(2);
        using var stranger = RSA.Create(2048);
        for (var i = 0; i < 20; i++)
            (
                await Read(
                    TestIssuer.Sign(new() { ["alg"] = "RS256", ["kid"] = $"unheard-{i}" }, _issuer.Claims("mediator", "admins"), stranger)
                )
            ).Status.ShouldBe(HttpStatusCode.Unauthorized);
        _issuer.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task While_the_issuer_is_away_known_keys_are_good_and_before_it_was_ever_there_tokens_wait_and_keys_of_the_ledger_do_not()
    {
        _issuer.Rotate();
        var token = _issuer.Token(_issuer.Claims("mediator", "staff"));
        var early = await Read(token);
        early.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "issuer-unavailable");
        early.Headers.RetryAfter.ShouldNotBeNull();
        (await Read(await Key())).Status.ShouldBe(HttpStatusCode.OK);

        await _issuer.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await Read(token)).Status != HttpStatusCode.OK)
            patience.Token.ThrowIfCancellationRequested();

        await _issuer.Stop();
        (await Read(token)).Status.ShouldBe(HttpStatusCode.OK);
        _issuer.Rotate();
        (await Read(_issuer.Token(_issuer.Claims("mediator", "staff")))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_describes_another_issuer_is_not_believed()
    {
        _issuer.Claimed = "https://elsewhere.example";
        await _issuer.Start();
        (await Read(_issuer.Token(_issuer.Claims("mediator", "staff")))).ShouldBeProblem(
            HttpStatusCode.ServiceUnavailable,
            "issuer-unavailable"
        );
    }

    private string Made(string how)
    {
        var claims = _issuer.Claims("mediator", "admins");
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = _issuer.Kid };
        using var stranger = RSA.Create(2048);
        switch (how)
        {
            case "expired":
                claims["exp"] = TestIssuer.At(TimeSpan.FromMinutes(-2));
                claims["nbf"] = TestIssuer.At(TimeSpan.FromMinutes(-20));
                break;
            case "of tomorrow":
                claims["nbf"] = TestIssuer.At(TimeSpan.FromMinutes(2));
                break;
            case "without an end":
                claims.Remove("exp");
                break;
            case "for another audience":
                claims["aud"] = "another";
                break;
            case "without an audience":
                claims.Remove("aud");
                break;
            case "of another issuer":
                claims["iss"] = "https://elsewhere.example";
                break;
            case "without a holder":
                claims.Remove("sub");
                break;
            case "with two holders":
                claims["sub"] = new JsonArray("mediator", "admin");
                break;
            case "with a holder of two lines":
                claims["sub"] = "mediator\r\nadmin";
                break;
            case "too long":
                claims["note"] = new string('x', 17_000);
                break;
            case "an identity token":
                claims["nonce"] = "n";
                claims["at_hash"] = "h";
                break;
            case "of another type":
                return _issuer.Token(claims, "logout+jwt");
            case "unsigned":
                return TestIssuer.Text(new() { ["alg"] = "none" }, claims) + ".";
            case "unsigned, none written otherwise":
                return TestIssuer.Text(new() { ["alg"] = "nOnE", ["kid"] = _issuer.Kid }, claims) + ".";
            case "signed with another's key under a known name":
                return TestIssuer.Sign(header, claims, stranger);
            case "signed with another's key":
                return TestIssuer.Sign(new() { ["alg"] = "RS256", ["kid"] = "unheard" }, claims, stranger);
            case "signed with a key it brings along":
                var own = stranger.ExportParameters(includePrivateParameters: false);
                header["jwk"] = new JsonObject
                {
                    ["kty"] = "RSA",
                    ["n"] = Base64UrlEncoder.Encode(own.Modulus),
                    ["e"] = Base64UrlEncoder.Encode(own.Exponent),
                };
                return TestIssuer.Sign(header, claims, stranger);
            case "signed with the public key as a secret":
                var text = TestIssuer.Text(new() { ["alg"] = "HS256", ["kid"] = _issuer.Kid }, claims);
                var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(_issuer.PublicKey), Encoding.ASCII.GetBytes(text));
                return $"{text}.{Base64UrlEncoder.Encode(mac)}";
            case "changed":
                var parts = _issuer.Token(_issuer.Claims("mediator", "staff")).Split('.');
                return $"{parts[0]}.{Base64UrlEncoder.Encode(claims.ToJsonString())}.{parts[2]}";
            case "cut off":
                return _issuer.Token(claims)[..^40];
        }

        return _issuer.Token(claims);
    }

    private async Task<string> Key()
    {
        await using var keys = new KeyStore(_server.Database.WriterConnectionString, PostgresFixture.Schema);
        var key = ApiKey.New();
        await keys.Create(new(key.Id, key.SecretSha256, "reader", "desk", null), "test", CancellationToken.None);
        return key.Text;
    }

    private Task<Reply> Read(string token) => Send(HttpMethod.Get, "/negotiations", token);

    private Task<Reply> Write(string token) => Send(HttpMethod.Post, "/sources", token, Source("communique").ToJsonString());

    private Task<Reply> Send(HttpMethod method, string path, string token, string? body = null) =>
        _server.Send(method, path, body, ("Authorization", $"Bearer {token}"));
}
