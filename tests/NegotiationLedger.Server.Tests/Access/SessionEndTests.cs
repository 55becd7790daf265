using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>How sessions end: by their holder, by an admin, unused, with their key; and what is told of it.</summary>
public sealed class SessionEndTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task A_revoked_key_ends_its_sessions_at_every_node_within_a_second()
    {
        var key = await guarded.Make("recorder", "dismissed");
        await using var other = await RunningServer.Beside(guarded.Server);
        using var jar = new CookieJar(guarded.Server);
        (await jar.SignIn(key.Text)).Status.ShouldBe(HttpStatusCode.SeeOther);
        using var elsewhere = jar.At(other);
        (await elsewhere.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.OK);
        (await guarded.As("admin", HttpMethod.Delete, $"/keys/{key.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        var revoked = TimeProvider.System.GetTimestamp();
        (await jar.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        while ((await elsewhere.Get("/whoami", "application/json")).Status == HttpStatusCode.OK)
            TimeProvider.System.GetElapsedTime(revoked).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        (await jar.Get("/")).Headers.Location!.ToString().ShouldBe("/sign-in?why=key");
        jar.Cookies.ShouldNotContainKey(Sessions.Cookie);
    }

    [Fact]
    public async Task Who_signs_out_has_signed_out_at_every_node_whoever_has_the_cookie()
    {
        await using var other = await RunningServer.Beside(guarded.Server);
        using var jar = await SignedIn("reader");
        using var copy = jar.At(guarded.Server);
        using var elsewhere = jar.At(other);
        (await elsewhere.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.OK);
        var out1 = await jar.Submit("/", "/sign-out", []);
        out1.Status.ShouldBe(HttpStatusCode.SeeOther, out1.Text);
        jar.Cookies.ShouldNotContainKey(Sessions.Cookie);
        (await copy.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var signedOut = TimeProvider.System.GetTimestamp();
        while ((await elsewhere.Get("/whoami", "application/json")).Status == HttpStatusCode.OK)
            TimeProvider.System.GetElapsedTime(signedOut).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_somebody_was_writing_is_cleared_when_they_sign_out_and_when_another_signs_in_and_kept_for_themselves()
    {
        const string header = "Clear-Site-Data";
        using var jar = new CookieJar(guarded.Server);
        (await jar.SignIn(guarded.Key("reader").Text)).Headers.Contains(header).ShouldBeFalse();
        (await jar.SignIn(guarded.Key("reader").Text)).Headers.Contains(header).ShouldBeFalse();
        (await jar.SignIn(guarded.Key("recorder").Text)).Headers.GetValues(header).ShouldBe(["\"storage\""]);
        (await jar.Submit("/", "/sign-out", [])).Headers.GetValues(header).ShouldBe(["\"storage\""]);
    }

    [Fact]
    public async Task A_session_that_was_not_used_for_half_an_hour_is_over_at_every_node_and_one_that_is_used_goes_on()
    {
        var key = await guarded.Make("recorder", "the absent");
        await using var other = await RunningServer.Beside(guarded.Server);
        using var jar = new CookieJar(guarded.Server);
        await jar.SignIn(key.Text);
        // Its use at either node is written down, so that the pause begins again, and neither writes again within a minute.
        await Unused("the absent", OpenSessions.LongestPause - TimeSpan.FromMinutes(1));
        var token = await jar.Token("/");
        await IsWrittenDown("the absent");
        await Unused("the absent", OpenSessions.LongestPause - TimeSpan.FromMinutes(1));
        await Until(jar.At(other), HttpStatusCode.OK);
        await IsWrittenDown("the absent");

        await Unused("the absent", OpenSessions.LongestPause + TimeSpan.FromSeconds(1));
        await Until(jar, HttpStatusCode.Unauthorized);
        await Until(jar.At(other), HttpStatusCode.Unauthorized);
        var refused = await jar.Post("/sources", Source("late"), token);
        refused.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated")["detail"]!.GetValue<string>().ShouldContain("30 minutes");
        var sent = await jar.Get("/operations");
        sent.Headers.Location!.ToString().ShouldBe("/sign-in?to=%2Foperations&why=idle");
        (await jar.Get(sent.Headers.Location.ToString())).Text.ShouldContain("nothing was done for 30 minutes");
    }

    [Theory]
    [InlineData("over", "at most 8 hours")]
    [InlineData("ended", "was ended")]
    [InlineData("key", "revoked or has expired")]
    [InlineData("role", "no role here")]
    [InlineData("<script>", null)]
    [InlineData("unheard", null)]
    public async Task Who_has_to_sign_in_again_is_told_why(string why, string? words)
    {
        using var jar = new CookieJar(guarded.Server);
        var page = (await jar.Get($"/sign-in?why={Uri.EscapeDataString(why)}")).Text;
        page.Contains("id=\"ended\"", StringComparison.Ordinal).ShouldBe(words is not null);
        page.ShouldContain(words ?? "Sign in");
        page.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task Of_more_sessions_than_one_may_have_the_longest_unused_ends()
    {
        var key = await guarded.Make("reader", "the many");
        using var first = new CookieJar(guarded.Server);
        await first.SignIn(key.Text);
        await Unused("the many", TimeSpan.FromMinutes(2));
        for (var i = 0; i < OpenSessions.Most; i++)
        {
            using var next = new CookieJar(guarded.Server);
            await next.SignIn(key.Text);
        }

        await Until(first, HttpStatusCode.Unauthorized);
        await using var source = NpgsqlDataSource.Create(guarded.Server.Database.WriterConnectionString);
        await using var count = source.CreateCommand("select count(*)::int from ledger.ledger_sessions where principal = 'the many'");
        (await count.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(OpenSessions.Most);
    }

    [Fact]
    public async Task Somebody_sees_their_own_sessions_and_no_others_and_ends_any_of_them()
    {
        var key = await guarded.Make("reader", "the traveller");
        using var here = new CookieJar(guarded.Server);
        using var there = new CookieJar(guarded.Server);
        await here.SignIn(key.Text);
        await there.SignIn(key.Text);
        using var stranger = await SignedIn("recorder");
        var page = await here.Get("/account");
        page.CacheControl!.ShouldContain("no-store");
        page.Text.ShouldContain("(this one)");
        var (mine, theirs) = (IdOf(here), IdOf(there));
        Listed(page.Text).ShouldBe([theirs, mine], ignoreOrder: true);
        Listed((await stranger.Get("/account")).Text).ShouldNotContain(mine);

        // Nobody ends another's by its id.
        (await stranger.Submit("/account", $"/account/{mine}/end", [])).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await here.Submit("/account", $"/account/{theirs}/end", [])).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await there.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await there.Get("/")).Headers.Location!.ToString().ShouldBe("/sign-in?why=ended");
        Listed((await here.Get("/account")).Text).ShouldBe([mine]);

        (await there.SignIn(key.Text)).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await here.Submit("/account", "/account/end", [])).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await there.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await here.Submit("/account", $"/account/{mine}/end", [])).Headers.Location!.ToString().ShouldBe("/sign-in");
        (await here.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await here.Submit("/sign-in", "/account/end", [])).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_admin_ends_the_sessions_of_anybody_at_every_node_within_a_second()
    {
        var key = await guarded.Make("reader", "the suspected");
        await using var other = await RunningServer.Beside(guarded.Server);
        var jars = new List<CookieJar>();
        for (var i = 0; i < 3; i++)
        {
            jars.Add(new(guarded.Server));
            await jars[i].SignIn(key.Text);
            await Until(jars[i].At(other), HttpStatusCode.OK);
        }

        var heard = Heard.Of(guarded.Server);
        var listed = await guarded.As("admin", HttpMethod.Get, "/sessions?principal=the%20suspected");
        listed.Json!["sessions"]!.AsArray().Select(s => s!["id"]!.GetValue<string>()).ShouldBe(jars.Select(IdOf));
        listed.Json["sessions"]![0]!["key"]!.GetValue<string>().ShouldBe(key.Id);
        (await guarded.As("admin", HttpMethod.Delete, $"/sessions/{IdOf(jars[0])}")).Json!["ended"]!.GetValue<int>().ShouldBe(1);
        (await jars[0].Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await jars[1].Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.OK);
        (await guarded.As("admin", HttpMethod.Delete, $"/sessions/{IdOf(jars[0])}")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");

        using var admin = await SignedIn("admin");
        Listed((await admin.Get("/access")).Text).ShouldContain(IdOf(jars[1]));
        (await admin.Submit("/access", "/access/sessions/end", new() { ["principal"] = "the suspected" })).Status.ShouldBe(
            HttpStatusCode.SeeOther
        );
        foreach (var jar in jars)
        {
            (await jar.Get("/whoami", "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
            await Until(jar.At(other), HttpStatusCode.Unauthorized);
        }

        HeldKeys.Held.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        heard.Messages.ShouldContain(m => m.Contains("the admin ended 2 sessions of the suspected", StringComparison.Ordinal));
        (await guarded.As("admin", HttpMethod.Delete, "/sessions"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName("/principal", "oidc:");
        (await guarded.As("recorder", HttpMethod.Delete, "/sessions?principal=the%20admin")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private string IdOf(CookieJar jar) =>
        SessionTicket
            .Of(
                guarded
                    .Server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
                    .Get(Schemes.Session)
                    .TicketDataFormat.Unprotect(jar.Session)!
                    .Principal
            )!
            .Id;

    private static List<string> Listed(string page) =>
        [
            .. Regex
                .Matches(page, "data-session=\"(?<id>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(5))
                .Select(m => m.Groups["id"].Value),
        ];

    // What is known of a session is held for half a second.
    private static async Task Until(CookieJar jar, HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await jar.Get("/whoami", "application/json")).Status != status)
            patience.Token.ThrowIfCancellationRequested();
    }

    private async Task Unused(string principal, TimeSpan since)
    {
        await using var source = NpgsqlDataSource.Create(guarded.Server.Database.WriterConnectionString);
        await using var command = source.CreateCommand(
            "update ledger.ledger_sessions set last_used_at = clock_timestamp() - $2 where principal = $1"
        );
        command.Parameters.Add(new() { Value = principal });
        command.Parameters.Add(new() { Value = since });
        (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    private async Task IsWrittenDown(string principal)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await Pause(principal) > TimeSpan.FromMinutes(5))
            patience.Token.ThrowIfCancellationRequested();
    }

    private async Task<TimeSpan> Pause(string principal)
    {
        await using var source = NpgsqlDataSource.Create(guarded.Server.Database.WriterConnectionString);
        await using var command = source.CreateCommand(
            "select clock_timestamp() - last_used_at from ledger.ledger_sessions where principal = $1"
        );
        command.Parameters.Add(new() { Value = principal });
        return (TimeSpan)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task<CookieJar> SignedIn(string role)
    {
        var jar = new CookieJar(guarded.Server);
        (await jar.SignIn(guarded.Key(role).Text)).Status.ShouldBe(HttpStatusCode.SeeOther);
        return jar;
    }
}
