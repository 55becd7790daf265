using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using NegotiationLedger.Console;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>People sign in at an issuer, by the authorization code flow with PKCE, and others tamper with every part of it.</summary>
public sealed class IssuerSignInTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        await _issuer.Start();
        _issuer.SignsIn = () => _issuer.Claims("mediator", "recorder");
        _server = new(postgres)
        {
            Pages = ConsolePages.Served,
            Access = new()
            {
                Issuer = new(_issuer.Url, "ledger") { Client = new(_issuer.Client.Id, _issuer.Client.Secret) },
                Rates = new(new(100_000, 100_000), new(100_000, 100_000), new(100_000, 100_000)),
            },
        };
        await _server.InitializeAsync();
        await _issuer.Known(_server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_signs_in_at_the_issuer_and_lands_where_they_wanted_to_go()
    {
        using var jar = new CookieJar(_server);
        (await jar.Get("/sign-in?to=/operations")).Text.ShouldContain("/sign-in/issuer?to=%2Foperations");
        var back = await jar.Get(await Asked(jar, "/operations"));
        back.Status.ShouldBe(HttpStatusCode.Redirect, back.Text);
        back.Headers.Location!.OriginalString.ShouldBe("/operations");
        var me = (await jar.Get("/whoami", "application/json")).Json!;
        me["principal"]!.GetValue<string>().ShouldBe("oidc:mediator");
        me["roles"]![0]!.GetValue<string>().ShouldBe("recorder");
        // It ends with its token, which is for a quarter of an hour.
        (me["endsAt"]!.GetValue<DateTimeOffset>() - DateTimeOffset.UtcNow).ShouldBeLessThan(TimeSpan.FromMinutes(15));
        jar.Cookies.Keys.ShouldAllBe(name => name == Sessions.Cookie || name == Sessions.Cookie + "-form");
        foreach (var cookie in jar.Set)
        {
            cookie.ShouldStartWith("__Host-");
            foreach (var flag in new[] { "; secure", "; httponly", "; path=/", "; samesite=lax" })
                cookie.ToLowerInvariant().ShouldContain(flag);
        }

        var asked = _issuer.LastAsked!;
        asked["code_challenge_method"].ToString().ShouldBe("S256");
        asked["redirect_uri"].ToString().ShouldBe(new Uri(_server.Http.BaseAddress!, "/sign-in/callback").AbsoluteUri);
        asked.ContainsKey("response_mode").ShouldBeFalse();
        (await jar.Submit("/", "/sign-out", [])).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await jar.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_node_takes_the_way_up_where_one_left_it()
    {
        await using var beside = await RunningServer.Beside(_server);
        using var jar = new CookieJar(_server);
        await jar.Get(await Asked(jar, "/"));
        using var there = jar.At(beside);
        (await there.Get("/whoami", "application/json")).Json!["principal"]!.GetValue<string>().ShouldBe("oidc:mediator");
    }

    private static readonly string[] Tamperings =
    [
        "state of another sign-in",
        "state changed",
        "no state",
        "another browser",
        "state cookie of another sign-in",
        "nonce cookie lost",
        "nonce of another sign-in",
        "code of nobody",
        "code twice",
        "verifier of another sign-in",
    ];

    // All of them at one server: to each its own would take a second.
    [Fact]
    public async Task Nobody_is_signed_in_by_a_way_that_was_tampered_with()
    {
        foreach (var tampering in Tamperings)
        {
            using var jar = new CookieJar(_server);
            using var other = new CookieJar(_server);
            var (mine, theirs) = (await Asked(jar, "/"), await Asked(other, "/"));
            var refused = await Tampered(tampering, jar, other, mine, theirs);
            refused.Status.ShouldBe(HttpStatusCode.Forbidden, $"{tampering}: {refused.Text}");
            refused.Text.ShouldContain("Nobody was signed in.");
            refused.Text.ShouldContain("/sign-in");
        }
    }

    [Fact]
    public async Task An_identity_token_that_is_not_for_this_sign_in_lets_nobody_in()
    {
        foreach (
            var (claim, value) in new (string, string?)[]
            {
                ("aud", "ledger"),
                ("aud", "another client"),
                ("iss", "https://evil.example"),
                ("nonce", "another"),
                ("nonce", null),
                ("exp", null),
                ("exp", "past"),
                ("sub", null),
                ("roles", null),
            }
        )
        {
            _issuer.Issues = claims =>
            {
                if (value is null)
                    claims.Remove(claim);
                else
                    claims[claim] = value == "past" ? TestIssuer.At(TimeSpan.FromMinutes(-5)) : value;
                if (value == "past")
                    claims["nbf"] = TestIssuer.At(TimeSpan.FromMinutes(-10));
                return _issuer.Token(claims);
            };
            await ShouldRefuse($"{claim} {value}");
        }
    }

    [Fact]
    public async Task An_identity_token_that_the_issuer_did_not_sign_lets_nobody_in()
    {
        using var another = RSA.Create(2048);
        foreach (
            var signed in new Func<JsonObject, string>[]
            {
                claims => TestIssuer.Text(new() { ["alg"] = "none" }, claims) + ".",
                Signed,
                claims => TestIssuer.Sign(new() { ["alg"] = "RS256", ["kid"] = _issuer.Kid }, claims, another),
            }
        )
        {
            _issuer.Issues = signed;
            await ShouldRefuse(signed([]));
        }

        string Signed(JsonObject claims)
        {
            var text = TestIssuer.Text(new() { ["alg"] = "HS256", ["kid"] = _issuer.Kid }, claims);
            var mac = HMACSHA256.HashData(
                System.Text.Encoding.ASCII.GetBytes(_issuer.PublicKey),
                System.Text.Encoding.ASCII.GetBytes(text)
            );
            return $"{text}.{WebEncoders.Base64UrlEncode(mac)}";
        }
    }

    [Fact]
    public async Task Who_is_refused_there_is_told_so_and_an_issuer_that_is_away_is_no_reason_to_give_up()
    {
        _issuer.SignsIn = null;
        await ShouldRefuse("who is refused there");
        _issuer.SignsIn = () => _issuer.Claims("mediator", "recorder");
        using var jar = new CookieJar(_server);
        var back = await Asked(jar, "/");
        await _issuer.Stop();
        var away = await jar.Get(back);
        away.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        away.Text.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task A_session_ends_when_the_configuration_gives_its_holder_no_role_any_more()
    {
        using var jar = new CookieJar(_server);
        await jar.Get(await Asked(jar, "/"));
        (await jar.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (
            var changed in new[]
            {
                _server.Access.Issuer! with
                {
                    Roles = new Dictionary<string, AccessRole> { ["editors"] = AccessRole.Recorder },
                },
                _server.Access.Issuer! with
                {
                    Name = "another",
                },
                _server.Access.Issuer! with
                {
                    Client = null,
                },
            }
        )
        {
            await using var node = LedgerServer.Create(
                new()
                {
                    ConnectionString = _server.Database.WriterConnectionString,
                    Port = 0,
                    Access = new() { Issuer = changed },
                },
                ConsolePages.Served
            );
            await node.StartAsync(TestContext.Current.CancellationToken);
            using var there = new CookieJar(new Uri(LedgerServer.AddressOf(node)));
            there.Cookies[Sessions.Cookie] = jar.Session;
            (await there.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Who_did_not_sign_in_as_strongly_as_the_configuration_demands_gets_in_by_no_way()
    {
        await using var strict = LedgerServer.Create(
            new()
            {
                ConnectionString = _server.Database.WriterConnectionString,
                Port = 0,
                Access = new() { Issuer = _server.Access.Issuer! with { Contexts = ["urn:strong", "urn:stronger"], Methods = ["mfa"] } },
            },
            ConsolePages.Served
        );
        await strict.StartAsync(TestContext.Current.CancellationToken);
        foreach (
            var (acr, amr, isIn) in new (string?, string[], bool)[]
            {
                (null, [], false),
                ("urn:strong", ["pwd"], false),
                ("urn:weak", ["pwd", "mfa"], false),
                ("urn:strong", ["pwd", "mfa"], true),
                ("urn:stronger", ["mfa"], true),
            }
        )
        {
            _issuer.SignsIn = () => Claims(acr, amr);
            using var jar = new CookieJar(new Uri(LedgerServer.AddressOf(strict)));
            var back = await jar.Get(await Asked(jar, "/"));
            back.Status.ShouldBe(isIn ? HttpStatusCode.Redirect : HttpStatusCode.Forbidden, $"{acr} {string.Join(' ', amr)}");
            _issuer.LastAsked!["acr_values"].ToString().ShouldBe("urn:strong urn:stronger");
            var shown = ("Authorization", $"Bearer {_issuer.Token(Claims(acr, amr), "at+jwt")}");
            using var nobody = new CookieJar(new Uri(LedgerServer.AddressOf(strict)));
            (await nobody.Send(HttpMethod.Get, "/whoami", null, shown)).Status.ShouldBe(
                isIn ? HttpStatusCode.OK : HttpStatusCode.Unauthorized
            );
        }
    }

    [Fact]
    public async Task An_admin_ends_the_sessions_of_one_person_of_the_issuer_and_of_no_other()
    {
        using var suspect = new CookieJar(_server);
        using var colleague = new CookieJar(_server);
        _issuer.SignsIn = () => _issuer.Claims("suspect", "recorder");
        await suspect.Get(await Asked(suspect, "/"));
        _issuer.SignsIn = () => _issuer.Claims("colleague", "recorder");
        await colleague.Get(await Asked(colleague, "/"));
        await using var beside = await RunningServer.Beside(_server);
        using var there = suspect.At(beside);
        (await there.Get("/whoami", "application/json")).Json!["principal"]!.GetValue<string>().ShouldBe("oidc:suspect");

        var admin = ("Authorization", $"Bearer {_issuer.Token(_issuer.Claims("chief", "admin"))}");
        var ended = await _server.Send(HttpMethod.Delete, "/sessions?principal=oidc:suspect", body: null, admin);
        ended.Json!["ended"]!.GetValue<int>().ShouldBe(1);
        (await suspect.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await there.Get("/whoami", "application/json")).Status != HttpStatusCode.Unauthorized)
            patience.Token.ThrowIfCancellationRequested();
        (await colleague.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_is_sent_anywhere_else_from_the_issuer()
    {
        foreach (var to in (string[])["//evil.example", "/\\evil.example", "https://evil.example"])
        {
            using var jar = new CookieJar(_server);
            (await jar.Get(await Asked(jar, to))).Headers.Location!.OriginalString.ShouldBe("/", to);
        }
    }

    private JsonObject Claims(string? acr, string[] amr)
    {
        var claims = _issuer.Claims("mediator", "recorder");
        claims["acr"] = acr;
        claims["amr"] = new JsonArray([.. amr.Select(m => (JsonNode)m)]);
        return claims;
    }

    private static async Task<Reply> Tampered(string tampering, CookieJar jar, CookieJar other, string mine, string theirs)
    {
        var (my, their) = (Parts(mine), Parts(theirs));
        switch (tampering)
        {
            case "state of another sign-in":
                return await jar.Get(Back(my["code"], their["state"]));
            case "state changed":
                return await jar.Get(Back(my["code"], my["state"][..^4] + "AAAA"));
            case "no state":
                return await jar.Get($"/sign-in/callback?code={my["code"]}");
            case "another browser":
                jar.Cookies.Clear();
                return await jar.Get(mine);
            case "state cookie of another sign-in":
                Replace("-state.");
                return await jar.Get(mine);
            case "nonce cookie lost":
                foreach (var name in jar.Cookies.Keys.Where(n => n.Contains("-nonce.", StringComparison.Ordinal)).ToList())
                    jar.Cookies.Remove(name);
                return await jar.Get(mine);
            case "nonce of another sign-in":
                Replace("-nonce.");
                return await jar.Get(mine);
            case "code of nobody":
                return await jar.Get(Back("nobodys", my["state"]));
            case "code twice":
                var cookies = jar.Cookies.ToDictionary();
                (await jar.Get(mine)).Status.ShouldBe(HttpStatusCode.Redirect);
                foreach (var (name, value) in cookies)
                    jar.Cookies[name] = value;
                return await jar.Get(mine);
            // The code of another's sign-in was given for that one's verifier, and nonce.
            default:
                return await jar.Get(Back(their["code"], my["state"]));
        }

        void Replace(string kind)
        {
            foreach (var name in jar.Cookies.Keys.Where(n => n.Contains(kind, StringComparison.Ordinal)).ToList())
                jar.Cookies.Remove(name);
            foreach (var (name, value) in other.Cookies.Where(c => c.Key.Contains(kind, StringComparison.Ordinal)))
                jar.Cookies[name] = value;
        }
    }

    private async Task ShouldRefuse(string how)
    {
        using var jar = new CookieJar(_server);
        var refused = await jar.Get(await Asked(jar, "/"));
        refused.Status.ShouldBe(HttpStatusCode.Forbidden, $"{how}: {refused.Text}");
        refused.Text.ShouldContain("Nobody was signed in.");
        jar.Cookies.ShouldNotContainKey(Sessions.Cookie);
    }

    // Goes to the issuer, which signs in at once, and tells where it sends the browser.
    private static async Task<string> Asked(CookieJar jar, string to)
    {
        var sent = await jar.Get($"/sign-in/issuer?to={Uri.EscapeDataString(to)}");
        sent.Status.ShouldBe(HttpStatusCode.Redirect, sent.Text);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var back = await http.GetAsync(sent.Headers.Location, TestContext.Current.CancellationToken);
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return back.Headers.Location!.PathAndQuery;
    }

    private static Dictionary<string, string> Parts(string address) =>
        QueryHelpers.ParseQuery(address[address.IndexOf('?')..]).ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);

    private static string Back(string code, string state) => $"/sign-in/callback?code={code}&state={Uri.EscapeDataString(state)}";
}
