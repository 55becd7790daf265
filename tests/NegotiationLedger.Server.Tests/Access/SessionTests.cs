using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>People sign in with a key, and others try to have something of it.</summary>
public sealed class SessionTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task A_key_begins_a_session_that_lands_where_somebody_wanted_to_go()
    {
        using var jar = new CookieJar(guarded.Server);
        var sent = await jar.Get("/operations?x=1");
        sent.Status.ShouldBe(HttpStatusCode.Redirect);
        sent.Headers.Location!.ToString().ShouldBe("/sign-in?to=%2Foperations%3Fx%3D1");
        (await jar.Get(sent.Headers.Location.ToString())).Text.ShouldContain("value=\"/operations?x=1\"");
        var signedIn = await jar.SignIn(guarded.Key("recorder").Text, "/operations?x=1");
        signedIn.Status.ShouldBe(HttpStatusCode.SeeOther, signedIn.Text);
        signedIn.Headers.Location!.ToString().ShouldBe("/operations?x=1");
        (await jar.Get("/operations")).Text.ShouldContain("the recorder");
        var me = (await jar.Get("/whoami", "application/json")).Json!;
        me["principal"]!.GetValue<string>().ShouldBe("the recorder");
        me["roles"]![0]!.GetValue<string>().ShouldBe("recorder");
        me["authenticatedBy"]!.GetValue<string>().ShouldBe("session");
        (me["endsAt"]!.GetValue<DateTimeOffset>() - DateTimeOffset.UtcNow).ShouldBeInRange(
            Sessions.Longest - TimeSpan.FromMinutes(2),
            Sessions.Longest
        );
    }

    [Fact]
    public async Task Programs_are_told_what_is_missing_and_people_are_sent_to_sign_in()
    {
        using var jar = new CookieJar(guarded.Server);
        (await jar.Get("/operations", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await jar.Get("/negotiations")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await jar.Post("/sources", Source("nobodys"), token: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var refused = await jar.Send(HttpMethod.Get, "/operations", null, ("Accept", "text/html"), ("Authorization", "Bearer nl_x"));
        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Its_cookies_are_for_this_host_alone_and_for_no_script()
    {
        using var jar = await SignedIn("reader");
        await jar.Get("/");
        jar.Set.ShouldNotBeEmpty();
        foreach (var cookie in jar.Set.Select(c => c.ToLowerInvariant()))
        {
            cookie.ShouldStartWith("__host-ledger");
            foreach (var flag in new[] { "; secure", "; httponly", "; path=/", "; samesite=lax" })
                cookie.ShouldContain(flag, Case.Sensitive, cookie);
            cookie.ShouldNotContain("domain=");
            cookie.ShouldNotContain("max-age");
        }
    }

    [Fact]
    public async Task A_write_without_the_token_of_its_own_session_writes_nothing()
    {
        using var mine = await SignedIn("recorder");
        using var other = await SignedIn("recorder");
        using var nobody = new CookieJar(guarded.Server);
        var token = await mine.Token("/");
        foreach (var wrong in (string?[])[null, "", "x", token[..^2], token + "x", await other.Token("/"), await nobody.Token("/sign-in")])
            (await mine.Post("/sources", Source("unwanted"), wrong)).ShouldBeProblem(HttpStatusCode.Forbidden, "form-token");
        // The cookie that goes with another's token does not help without that session.
        using var mixed = await SignedIn("recorder");
        var foreign = await other.Token("/");
        mixed.Cookies[Sessions.Cookie + "-form"] = other.Cookies[Sessions.Cookie + "-form"];
        (await mixed.Post("/sources", Source("unwanted"), foreign)).ShouldBeProblem(HttpStatusCode.Forbidden, "form-token");
        (await mine.Get("/sources/unwanted", "application/json")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await mine.Post("/sources", Source("wanted"), token)).Status.ShouldBe(HttpStatusCode.Created);
        (await mine.Get("/sources/wanted", "application/json")).Text.ShouldContain("\"recordedBy\":\"the recorder\"");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "evil.example")]
    public async Task What_another_site_sends_is_refused_even_with_a_token(string header, string value)
    {
        using var jar = await SignedIn("recorder");
        var token = await jar.Token("/");
        (await jar.Post("/sources", Source("foreign"), token, (header, value))).ShouldBeProblem(HttpStatusCode.Forbidden, "foreign");
        foreach (var path in (string[])["/sign-in", "/sign-out"])
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { [FormTokens.Field] = token });
            (await jar.Send(HttpMethod.Post, path, form, (header, value))).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        (await jar.Get("/sources/foreign", "application/json")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_is_signed_in_or_out_by_a_form_of_another_page()
    {
        using var jar = new CookieJar(guarded.Server);
        (await jar.Submit("/sign-in", "/sign-in", new() { ["key"] = guarded.Key("reader").Text }, token: "x")).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
        jar.Cookies.ShouldNotContainKey(Sessions.Cookie);
        using var signedIn = await SignedIn("reader");
        (await signedIn.Submit("/", "/sign-out", [], token: "x")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await signedIn.Get("/")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("/.//evil.example")]
    [InlineData("/x/..//evil.example")]
    [InlineData("/%2e//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("/sign-in?to=/")]
    [InlineData("/sign-out")]
    [InlineData("")]
    public async Task Nobody_is_sent_anywhere_else(string to)
    {
        using var jar = new CookieJar(guarded.Server);
        var answer = await jar.SignIn(guarded.Key("reader").Text, to);
        answer.Status.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/");
        // A browser reads an address against its own: it stays where it is.
        new Uri(guarded.Server.Http.BaseAddress!, answer.Headers.Location).Authority.ShouldBe(guarded.Server.Http.BaseAddress!.Authority);
    }

    [Theory]
    [InlineData("/search?text=%2F%2Fevil.example&x=https://evil.example", "/search?text=%2F%2Fevil.example&x=https://evil.example")]
    [InlineData("/people/المفاوض", "/people/%D8%A7%D9%84%D9%85%D9%81%D8%A7%D9%88%D8%B6")]
    [InlineData("/%2f/evil.example", "/%2f/evil.example")]
    [InlineData("/talks/x?a=b#c", "/talks/x?a=b")]
    public void An_address_of_this_server_is_kept(string to, string expected) => LocalPath.Of(to).ShouldBe(expected);

    [Fact]
    public async Task Nobody_takes_a_session_over_that_they_gave_to_somebody()
    {
        using var attacker = await SignedIn("reader");
        var planted = attacker.Session;
        using var victim = attacker.At(guarded.Server);
        (await victim.SignIn(guarded.Key("admin").Text)).Status.ShouldBe(HttpStatusCode.SeeOther);
        victim.Session.ShouldNotBe(planted);
        (await victim.Get("/access")).Status.ShouldBe(HttpStatusCode.OK);
        // What was there before has ended with it, and was never more than it was.
        (await attacker.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/sign-in?to=/operations&to=/search")]
    [InlineData("/search?text=a&text=b")]
    [InlineData("/?phase=collapsed&phase=in_session")]
    [InlineData("/negotiations?phase=collapsed&phase=in_session")]
    [InlineData("/library?text=a&text=a")]
    public async Task A_parameter_that_is_given_twice_is_refused_by_pages_as_by_the_API(string path)
    {
        using var jar = await SignedIn("reader");
        var refused = await jar.Get(path, "application/problem+json");
        refused.Status.ShouldBe(HttpStatusCode.BadRequest, refused.Text);
        refused.Text.ShouldContain("given twice: give it once");
        (await jar.Get("/talks/unheard/matrix?party=a&party=b&accordingTo=party:a&accordingTo=party:b")).Text.ShouldNotContain(
            "given twice"
        );
    }

    [Fact]
    public async Task Who_shows_a_credential_is_judged_by_it_whatever_cookies_come_with_it()
    {
        using var admin = await SignedIn("admin");
        var reader = ("Authorization", $"Bearer {guarded.Key("reader").Text}");
        (await admin.Send(HttpMethod.Get, "/keys", null, reader)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.Send(HttpMethod.Get, "/whoami", null, reader)).Json!["authenticatedBy"]!.GetValue<string>().ShouldBe("key");
        (await admin.Send(HttpMethod.Get, "/keys", null, ("Authorization", "Bearer nl_no"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var recorder = ("Authorization", $"Bearer {guarded.Key("recorder").Text}");
        (await admin.Post("/sources", Source("by-key"), token: null, recorder)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_session_lasts_no_longer_than_its_key_or_than_eight_hours_and_none_can_be_made_up()
    {
        var ends = DateTimeOffset.UtcNow.AddMinutes(30);
        var key = await guarded.Make("reader", "brief", ends);
        using var jar = new CookieJar(guarded.Server);
        await jar.SignIn(key.Text);
        var told = (await jar.Get("/whoami", "application/json")).Json!["endsAt"]!.GetValue<DateTimeOffset>();
        (told - ends).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(2));

        var format = guarded
            .Server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(Schemes.Session)
            .TicketDataFormat;
        var user = SessionTicket.OfKey(new(guarded.Key("admin").Id, "the admin", AccessRole.Admin, null)).ToPrincipal();
        var over = new AuthenticationTicket(user, new() { ExpiresUtc = DateTimeOffset.UtcNow.AddSeconds(-1) }, Schemes.Session);
        // Sealed as a session is, and never begun.
        var unbegun = new AuthenticationTicket(user, new() { ExpiresUtc = DateTimeOffset.UtcNow.AddHours(1) }, Schemes.Session);
        var another = new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("x")), new(), Schemes.Session);
        foreach (
            var made in new[] { format.Protect(over), format.Protect(unbegun), format.Protect(another), jar.Session[..^3] + "abc", "x", "" }
        )
        {
            jar.Cookies[Sessions.Cookie] = made;
            (await jar.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized, made);
        }

        jar.Cookies[Sessions.Cookie] = format.Protect(over);
        (await jar.Get("/")).Headers.Location!.ToString().ShouldBe("/sign-in?why=over");
    }

    [Fact]
    public async Task The_key_is_on_no_page_in_no_address_and_in_no_log()
    {
        var heard = Heard.Of(guarded.Server);
        var key = await guarded.Make("reader", "careful");
        using var jar = new CookieJar(guarded.Server);
        var told = new List<string> { (await jar.SignIn(key.Text[..^1] + "!")).Text, (await jar.SignIn(ApiKey.New().Text)).Text };
        var signedIn = await jar.SignIn(key.Text);
        told.Add(signedIn.Headers.ToString());
        told.Add((await jar.Get("/")).Text);
        told.Add((await jar.Get("/whoami", "application/json")).Text);
        (await jar.Submit("/", "/sign-out", [])).Status.ShouldBe(HttpStatusCode.SeeOther);
        told.AddRange(jar.Set);
        told.AddRange(heard.Messages);
        heard.Messages.ShouldContain(m => m.Contains("refused", StringComparison.Ordinal));
        told.ShouldAllBe(t => !t.Contains(key.Text.Substring(16, 20), StringComparison.Ordinal));
        (await jar.Get($"/sign-in?key={key.Text}")).Text.ShouldNotContain(key.Text);
    }

    [Fact]
    public async Task Guessing_at_the_door_is_limited_and_keeps_nobody_with_a_key_out()
    {
        await using var slow = new RunningServer(guarded.Postgres)
        {
            Pages = Console.ConsolePages.Served,
            Access = new() { AreCredentialsRequired = true, Rates = RequestRates.Usual with { Refused = new(1, 3) } },
        };
        await slow.InitializeAsync();
        using var jar = new CookieJar(slow);
        var token = await jar.Token("/sign-in");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
            answers.Add((await jar.Submit("", "/sign-in", new() { ["key"] = ApiKey.New().Text }, token)).Status);
        answers.Take(3).ShouldAllBe(a => a == HttpStatusCode.Unauthorized);
        answers.ShouldContain(HttpStatusCode.TooManyRequests);
        await using var keys = new NegotiationLedger.Store.Keys.KeyStore(slow.Database.WriterConnectionString, PostgresFixture.Schema);
        var key = ApiKey.New();
        await keys.Create(new(key.Id, key.SecretSha256, "reader", "a reader", null), "test", CancellationToken.None);
        (await jar.Submit("", "/sign-in", new() { ["key"] = key.Text }, token)).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a secret that is longer than thirty-two characters")]
    public async Task The_keys_that_seal_sessions_are_shared_by_all_nodes_and_encrypted_with_the_operators_secret(string? secret)
    {
        var access = new AccessOptions { AreCredentialsRequired = true, SessionSecret = secret };
        await using var one = new RunningServer(guarded.Postgres) { Pages = Console.ConsolePages.Served, Access = access };
        await one.InitializeAsync();
        await using var keys = new NegotiationLedger.Store.Keys.KeyStore(one.Database.WriterConnectionString, PostgresFixture.Schema);
        var key = ApiKey.New();
        await keys.Create(new(key.Id, key.SecretSha256, "reader", "a reader", null), "test", CancellationToken.None);
        using var jar = new CookieJar(one);
        (await jar.SignIn(key.Text)).Status.ShouldBe(HttpStatusCode.SeeOther);
        await using var two = await RunningServer.Beside(one);
        using var there = jar.At(two);
        (await there.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.OK);

        await using var source = NpgsqlDataSource.Create(one.Database.WriterConnectionString);
        await using var command = source.CreateCommand("select string_agg(xml, '') from ledger.ledger_session_keys");
        var kept = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        kept.Contains("<masterKey", StringComparison.Ordinal).ShouldBe(secret is null);
        kept.Contains("<sealed", StringComparison.Ordinal).ShouldBe(secret is not null);
    }

    [Fact]
    public async Task An_admin_makes_rotates_and_revokes_keys_on_the_page_and_each_is_shown_once()
    {
        using var jar = await SignedIn("admin");
        var made = await jar.Submit("/access", "/access", new() { ["role"] = "recorder", ["owner"] = "Desk of the North" });
        made.Status.ShouldBe(HttpStatusCode.OK, made.Text);
        var key = KeyIn(made.Text);
        (await guarded.Send(HttpMethod.Get, "/whoami", key.Text)).Json!["principal"]!.GetValue<string>().ShouldBe("Desk of the North");
        var again = await jar.Get("/access");
        again.Text.ShouldContain(key.Id);
        again.Text.ShouldNotContain(key.Text);
        again.CacheControl!.ShouldContain("no-store");

        var next = KeyIn((await jar.Submit("/access", $"/access/{key.Id}/rotation", new() { ["hours"] = "1" })).Text);
        (await guarded.Send(HttpMethod.Get, "/whoami", key.Text)).Status.ShouldBe(HttpStatusCode.OK);
        (await jar.Submit("/access", $"/access/{next.Id}/end", [])).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await guarded.Send(HttpMethod.Get, "/whoami", next.Text)).Status.ShouldBe(HttpStatusCode.Unauthorized);

        var wrong = await jar.Submit(
            "/access",
            "/access",
            new()
            {
                ["role"] = "emperor",
                ["owner"] = "local",
                ["expires"] = "yesterday",
            }
        );
        wrong.Status.ShouldBe(HttpStatusCode.BadRequest);
        foreach (var told in (string[])["emperor", "whoever asks where no credential is needed", "yesterday"])
            wrong.Text.ShouldContain(told);
        foreach (var path in (string[])["/access", $"/access/{key.Id}/rotation", $"/access/{key.Id}/end"])
            (await jar.Submit("/", path, new() { ["role"] = "admin", ["owner"] = "me" }, token: "x")).Status.ShouldBe(
                HttpStatusCode.Forbidden
            );
        using var recorder = await SignedIn("recorder");
        (await recorder.Submit("/", "/access", new() { ["role"] = "admin", ["owner"] = "me" })).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static ApiKey KeyIn(string page) =>
        ApiKey.TryParse(System.Text.RegularExpressions.Regex.Match(page, ApiKey.Pattern, default, TimeSpan.FromSeconds(5)).Value)!;

    private async Task<CookieJar> SignedIn(string role)
    {
        var jar = new CookieJar(guarded.Server);
        (await jar.SignIn(guarded.Key(role).Text)).Status.ShouldBe(HttpStatusCode.SeeOther);
        return jar;
    }
}
