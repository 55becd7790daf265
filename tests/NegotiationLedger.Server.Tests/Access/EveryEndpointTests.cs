using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>Every address that the server has, pages included, asked by everybody: only whose role is enough gets past the door.</summary>
public sealed partial class EveryEndpointTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    private static readonly string[] Open =
    [
        "/assets/{digest}/{name}",
        "/health/live",
        "/health/ready",
        "/openapi/v1.json",
        "/sign-in",
        "/sign-in/callback",
        "/sign-in/issuer",
        "/sign-out",
    ];

    private static readonly string[] Auditors =
    [
        "/metrics",
        "/search/records.csv",
        "/search/records.ndjson",
        "/search/records.prov.json",
        "/talks/{id}/history.csv",
        "/talks/{id}/history.ndjson",
    ];

    private static readonly string[] Recorders =
    [
        "/drafts",
        "/drafts/{id}",
        "/import",
        "/import/maps/{name}",
        "/library/{source}/record",
        "/deliveries",
        "/record/date",
        "/record/new",
        "/talks/{id}/drafts",
        "/talks/{id}/import",
        "/talks/{id}/record",
    ];

    private static readonly (string Role, AccessRole Had)[] Roles =
    [
        ("reader", AccessRole.Reader),
        ("recorder", AccessRole.Recorder),
        ("auditor", AccessRole.Auditor),
        ("admin", AccessRole.Admin),
    ];

    private IEnumerable<(string Method, string Pattern)> Endpoints =>
        guarded
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => AccessTable.MethodsOf(e).Select(m => (m, "/" + e.RoutePattern.RawText!.TrimStart('/'))));

    [Fact]
    public void The_table_has_every_address_once_and_no_other() =>
        AccessTable
            .All.Select(r => $"{r.Method} {r.Pattern}")
            .ShouldBe(Endpoints.Select(e => $"{e.Method} {e.Pattern}"), ignoreOrder: true);

    [Fact]
    public void What_needs_more_than_reading_is_known_by_name_and_every_write_needs_a_recorder()
    {
        foreach (var rule in AccessTable.All)
            rule.Need.ShouldBe(
                Open.Contains(rule.Pattern) ? null
                    : rule.Pattern == "/whoami" || rule.Pattern.StartsWith("/account", StringComparison.Ordinal) ? AccessRole.None
                    : rule.Pattern.StartsWith("/sessions", StringComparison.Ordinal) ? AccessRole.Admin
                    : rule.Pattern == "/mcp" ? AccessRole.Reader
                    : rule.Pattern.StartsWith("/keys", StringComparison.Ordinal) ? AccessRole.Admin
                    : rule.Pattern.StartsWith("/access", StringComparison.Ordinal) ? AccessRole.Admin
                    : rule.Pattern.StartsWith("/projections/", StringComparison.Ordinal) ? AccessRole.Admin
                    : rule.Pattern.StartsWith("/webhooks", StringComparison.Ordinal) ? AccessRole.Recorder
                    : Auditors.Contains(rule.Pattern) ? AccessRole.Auditor
                    : rule.Method != "GET" || Recorders.Contains(rule.Pattern) ? AccessRole.Recorder
                    : AccessRole.Reader,
                $"{rule.Method} {rule.Pattern}"
            );
    }

    [Fact]
    public async Task Nobody_without_a_credential_or_with_a_bad_one_gets_past_the_door()
    {
        foreach (var (method, pattern) in Endpoints)
        foreach (var credential in (string?[])[null, "", "nl_", ApiKey.New().Text, "a.b.c"])
        {
            var reply = await Ask(method, pattern, credential);
            if (Open.Contains(pattern))
                ((int)reply.Status).ShouldBeLessThan(500, $"{method} {pattern}");
            else
                ShouldBeUnauthenticated(reply, credential is not null, $"{method} {pattern}");
        }
    }

    [Fact]
    public async Task Each_role_gets_where_the_table_says_and_nowhere_else()
    {
        foreach (var (method, pattern) in Endpoints)
        foreach (var (role, had) in Roles)
        {
            var rule = AccessTable.All.Single(r => r.Pattern == pattern && (r.Method == method || r.Method == "*"));
            var reply = await Ask(method, pattern, guarded.Key(role).Text);
            var need = rule.IsBulk is not null && pattern.EndsWith("/export", StringComparison.Ordinal) ? AccessRole.Auditor : rule.Need;
            if (need is { } needed && !had.Allow(needed))
                ShouldBeForbidden(reply, role, needed, $"{role} {method} {pattern}");
            else if (rule.Need is not null)
            {
                reply.Status.ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
                ((int)reply.Status).ShouldBeLessThan(500, $"{role} {method} {pattern}: {reply.Text}");
            }
        }
    }

    [Fact]
    public async Task What_needs_a_credential_is_kept_by_no_cache_also_when_it_can_no_longer_change()
    {
        foreach (var rule in AccessTable.All.Where(r => r is { Method: "GET", Need: not null }))
            (await Ask(rule.Method, rule.Pattern, guarded.Key("admin").Text)).CacheControl.ShouldBe("no-store", rule.Pattern);
        var settled = await guarded.As("reader", HttpMethod.Get, "/assertions?recordedUntil=@0");
        settled.Status.ShouldBe(HttpStatusCode.OK, settled.Text);
        settled.CacheControl.ShouldBe("no-store");
        (await guarded.Send(HttpMethod.Get, "/sources", credential: null)).CacheControl.ShouldBe("no-store");
    }

    [Theory]
    [InlineData("/assertions", "application/x-ndjson")]
    [InlineData("/assertions", "text/csv")]
    [InlineData("/assertions", "application/prov+json")]
    [InlineData("/assertions", "text/html, text/csv;q=0.1")]
    [InlineData("/negotiations/talks/history", "application/x-ndjson")]
    [InlineData("/negotiations/talks/history", "text/csv")]
    [InlineData("/negotiations/talks/export", "*/*")]
    [InlineData("/negotiations/talks/export?format=ndjson", "*/*")]
    [InlineData("/negotiations/talks/export?format=parquet", "*/*")]
    public async Task Whole_exports_are_for_auditors_and_admins(string path, string accept)
    {
        foreach (var (role, had) in Roles)
        {
            var reply = await guarded.As(role, HttpMethod.Get, path, null, ("Accept", accept));
            (reply.Status == HttpStatusCode.Forbidden).ShouldBe(!had.Allow(AccessRole.Auditor), $"{role}: {reply.Text}");
        }
    }

    [Theory]
    [InlineData("/assertions")]
    [InlineData("/negotiations/talks/history")]
    [InlineData("/negotiations/talks/export?format=ical")]
    [InlineData("/negotiations/talks/export?format=bibtex")]
    public async Task Pages_calendars_and_citations_are_for_readers(string path) =>
        (await guarded.As("reader", HttpMethod.Get, path)).Status.ShouldNotBe(HttpStatusCode.Forbidden);

    [Theory]
    [InlineData("GET", "/rumours")]
    [InlineData("PUT", "/negotiations")]
    [InlineData("HEAD", "/negotiations")]
    [InlineData("OPTIONS", "/keys")]
    [InlineData("GET", "/NEGOTIATIONS/")]
    [InlineData("GET", "/%6Eegotiations")]
    [InlineData("GET", "/negotiations//")]
    [InlineData("GET", "/negotiations?nobody=1")]
    [InlineData("GET", "/docs/../negotiations")]
    [InlineData("GET", "/docs/%2e%2e/negotiations")]
    public async Task However_an_address_is_spelled_nothing_is_told_without_a_credential(string method, string path)
    {
        var reply = await guarded.Send(new(method), path, credential: null);
        reply.Status.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_page_to_try_the_API_needs_no_credential() =>
        (await guarded.Send(HttpMethod.Get, "/docs/index.html", credential: null)).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_server_with_an_address_that_the_table_lacks_does_not_start()
    {
        var pages = new ServedPages(_ => { }, routes => routes.MapGet("/backdoor", () => "open"));
        Should
            .Throw<InvalidOperationException>(() =>
                LedgerServer.Create(new() { ConnectionString = guarded.Server.Database.WriterConnectionString, Port = 0 }, pages)
            )
            .Message.ShouldContain("/backdoor");
        await Task.CompletedTask;
    }

    private static void ShouldBeUnauthenticated(Reply reply, bool isRefused, string who)
    {
        reply.Status.ShouldBe(HttpStatusCode.Unauthorized, who);
        var challenge = reply.Headers.WwwAuthenticate.Single();
        challenge.Scheme.ShouldBe("Bearer");
        challenge.Parameter!.Contains("error=\"invalid_token\"", StringComparison.Ordinal).ShouldBe(isRefused, who);
    }

    private static void ShouldBeForbidden(Reply reply, string role, AccessRole needed, string who)
    {
        reply.Status.ShouldBe(HttpStatusCode.Forbidden, who);
        reply.Text.ShouldContain(needed.Describe(), Case.Sensitive, who);
        reply.Text.ShouldContain($"the {role}", Case.Sensitive, who);
    }

    private Task<Reply> Ask(string method, string pattern, string? credential)
    {
        var verb = new HttpMethod(method == "*" ? "GET" : method);
        var path = Parameter().Replace(pattern, "nothing");
        return guarded.Send(
            verb,
            path,
            credential,
            verb == HttpMethod.Post || verb == HttpMethod.Put ? "{}" : null,
            ("Accept", "application/problem+json")
        );
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
