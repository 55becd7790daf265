using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Store.Projections;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary>Somebody with a key tries for more than it gives, and for what others leave behind.</summary>
public sealed class AttackTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    private static readonly string[] Impostures =
    [
        "X-Forwarded-User",
        "X-Remote-User",
        "Remote-User",
        "X-User",
        "X-Recorded-By",
        "recordedBy",
        "X-Role",
        "Forwarded",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-HTTP-Method-Override",
    ];

    [Fact]
    public async Task Nobody_but_an_admin_makes_ends_or_sees_keys()
    {
        var id = guarded.Key("admin").Id;
        foreach (var role in (string[])["reader", "recorder", "auditor"])
        foreach (
            var (method, path, body) in new (HttpMethod, string, string?)[]
            {
                (HttpMethod.Post, "/keys", "{\"role\":\"admin\",\"owner\":\"me\"}"),
                (HttpMethod.Post, "/keys/", "{\"role\":\"admin\",\"owner\":\"me\"}"),
                (HttpMethod.Post, "/KEYS", "{\"role\":\"reader\",\"owner\":\"me\"}"),
                (HttpMethod.Post, $"/keys/{id}/rotation", "{}"),
                (HttpMethod.Delete, $"/keys/{id}", null),
                (HttpMethod.Get, "/keys", null),
                (HttpMethod.Head, "/keys", null),
                (HttpMethod.Post, "/projections/Views/rebuild", "{}"),
            }
        )
            (
                await guarded.As(role, method, path, body, ("X-HTTP-Method-Override", "GET"), ("X-Original-URL", "/vocabulary"))
            ).Status.ShouldBe(HttpStatusCode.Forbidden, $"{role} {method} {path}");
        (await guarded.As("admin", HttpMethod.Get, "/negotiations")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_credentials_are_none()
    {
        var reader = guarded.Key("reader").Text;
        foreach (
            var both in (string[][])
                [
                    [reader, guarded.Key("admin").Text],
                    [reader, reader],
                ]
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/sources");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {both[0]}, Bearer {both[1]}");
            using var reply = await guarded.Server.Http.SendAsync(request);
            reply.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await guarded.Send(HttpMethod.Get, $"/sources?access_token={reader}", credential: null)).Status.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await guarded.Send(HttpMethod.Get, "/sources", credential: null, null, ("Cookie", $"key={reader}"))).Status.ShouldBe(
            HttpStatusCode.Unauthorized
        );
    }

    [Fact]
    public async Task Who_records_is_said_by_the_credential_alone()
    {
        var headers = Impostures.Select(name => (name, "the admin")).ToArray();
        (await guarded.As("recorder", HttpMethod.Post, "/sources", Source("plain").ToJsonString(), headers)).Status.ShouldBe(
            HttpStatusCode.Created
        );
        (await guarded.As("reader", HttpMethod.Get, "/sources/plain")).Text.ShouldContain("\"recordedBy\":\"the recorder\"");

        var said = Source("claimed");
        said["recordedBy"] = "the admin";
        (await guarded.As("recorder", HttpMethod.Post, "/sources", said.ToJsonString())).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await guarded.As("recorder", HttpMethod.Post, "/sources?recordedBy=the%20admin", Source("asked").ToJsonString())).Status.ShouldBe(
            HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task A_loaded_file_keeps_its_first_recorder_as_origin_and_is_recorded_by_who_loads_it()
    {
        await guarded.As("admin", HttpMethod.Post, "/sources", Source("report").ToJsonString());
        (await guarded.As("admin", HttpMethod.Post, "/negotiations", Opening("carried").ToJsonString())).Status.ShouldBe(
            HttpStatusCode.Created
        );
        var file = (await guarded.As("auditor", HttpMethod.Get, "/negotiations/carried/export")).Text;
        var forged = file.Replace("\"the admin\"", "\"the auditor\"", StringComparison.Ordinal);
        await using var other = new GuardedServer(guarded.Postgres);
        await other.InitializeAsync();
        using var content = new StringContent(forged, Encoding.UTF8, "application/x-ndjson");
        var loaded = await other.Server.Send(
            HttpMethod.Post,
            "/loads",
            content,
            ("Authorization", $"Bearer {other.Key("recorder").Text}"),
            ("X-Recorded-By", "the admin")
        );
        loaded.Status.ShouldBe(HttpStatusCode.Created, loaded.Text);
        var entries = (await other.As("auditor", HttpMethod.Get, "/negotiations/carried/history")).Json!["entries"]!.AsArray();
        entries.ShouldNotBeEmpty();
        entries.ShouldAllBe(e => e!["recordedBy"]!.GetValue<string>() == "the recorder");
        entries.ShouldAllBe(e => e!["origin"]!["recordedBy"]!.GetValue<string>() == "the auditor");
    }

    [Fact]
    public async Task No_credential_is_left_in_a_log_an_answer_a_metric_a_file_the_feed_or_what_an_assistant_is_told()
    {
        var heard = Heard.Of(guarded.Server);
        var made = await guarded.As("admin", HttpMethod.Post, "/keys", "{\"role\":\"recorder\",\"owner\":\"careless\"}");
        var (fresh, id) = (made.Json!["key"]!.GetValue<string>(), made.Json["about"]!["id"]!.GetValue<string>());
        const string token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzZWNyZXQifQ.c2VjcmV0";
        var unknown = ApiKey.New().Text;
        var told = new StringBuilder();
        // Nothing listens there, so that its deliveries fail.
        var hook = await guarded.As("recorder", HttpMethod.Post, "/webhooks", "{\"url\":\"http://127.0.0.1:1/hook\"}");
        hook.Status.ShouldBe(HttpStatusCode.Created, hook.Text);
        var (hookId, whisper) = (
            hook.Json!["about"]!["id"]!.GetValue<string>(),
            hook.Json["secret"]!.GetValue<string>()["whsec_".Length..]
        );
        await guarded.As("recorder", HttpMethod.Post, "/sources", Source("report").ToJsonString());
        (await guarded.As("recorder", HttpMethod.Post, "/negotiations", Opening("careless").ToJsonString())).Status.ShouldBe(
            HttpStatusCode.Created
        );
        foreach (var path in (string[])["/webhooks", $"/webhooks/{hookId}", $"/webhooks/{hookId}/letters", "/feed?after=0&limit=1000"])
            told.Append((await guarded.As("recorder", HttpMethod.Get, path)).Text);
        told.Append((await guarded.As("recorder", HttpMethod.Get, "/feed?after=0&what=changes")).Text);
        foreach (var path in (string[])["/feed.atom", "/calendar.ics", "/drafts", "/negotiations/careless/changes?since=@0"])
            told.Append((await guarded.As("admin", HttpMethod.Get, path)).Text);
        await using (var assistant = await Assistants.Assistant.Of(guarded.Server, fresh))
            foreach (var tool in AssistantTools.All.Where(t => !t.IsDraft))
            {
                var answer = await assistant.Call(tool.Name, tool.IsView ? "{\"id\":\"careless\"}" : "{}");
                told.Append(answer.Text).Append(answer.Json.ToJsonString());
            }

        foreach (var credential in (string[])[fresh, unknown, token, fresh[..^1] + "?"])
        foreach (var path in (string[])["/sources", "/rumours", "/keys", "/sources?nobody=1", "/negotiations/x/status"])
            told.Append((await guarded.Send(HttpMethod.Get, path, credential)).Text);
        await guarded.As("admin", HttpMethod.Delete, $"/keys/{id}");
        told.Append((await guarded.As("admin", HttpMethod.Get, "/keys")).Text)
            .Append((await guarded.As("auditor", HttpMethod.Get, "/metrics")).Text)
            .Append((await guarded.As("auditor", HttpMethod.Get, "/assertions", null, ("Accept", "text/csv"))).Text)
            .AppendJoin('\n', heard.Messages);
        heard.Messages.ShouldContain(m => m.Contains("refused", StringComparison.Ordinal));
        heard.Messages.ShouldContain(m => m.Contains("the admin made the key", StringComparison.Ordinal));
        var everything = told.ToString();
        foreach (
            var secret in (string[])
                [
                    fresh[16..59],
                    unknown[16..59],
                    whisper,
                    guarded.Key("admin").Text[16..59],
                    token[20..],
                    Convert.ToHexString(ApiKey.TryParse(fresh)!.SecretSha256),
                ]
        )
            everything.ShouldNotContain(secret, Case.Insensitive);
    }

    [Fact]
    public async Task An_owners_name_is_a_name_wherever_it_is_shown()
    {
        const string name = "=HYPERLINK(\"evil.example\",\"x\"),<script>'";
        var made = await guarded.As(
            "admin",
            HttpMethod.Post,
            "/keys",
            new JsonObject { ["role"] = "recorder", ["owner"] = name }.ToJsonString()
        );
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var key = made.Json!["key"]!.GetValue<string>();
        await guarded.Send(HttpMethod.Post, "/sources", key, Source("report").ToJsonString());
        (await guarded.Send(HttpMethod.Post, "/negotiations", key, Opening("named").ToJsonString())).Status.ShouldBe(
            HttpStatusCode.Created
        );
        var sheet = (await guarded.As("auditor", HttpMethod.Get, "/negotiations/named/history", null, ("Accept", "text/csv"))).Text;
        sheet.ShouldContain("HYPERLINK");
        sheet.ShouldNotContain(",=HYPERLINK");
        sheet.ShouldNotContain(",\"=HYPERLINK");
        var page = (await guarded.As("reader", HttpMethod.Get, "/talks/named/history")).Text;
        page.ShouldNotContain("<script>'");
        var refused = await guarded.Send(HttpMethod.Get, "/keys", key);
        refused.ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Who_tries_for_more_than_the_role_gives_is_in_the_log()
    {
        var heard = Heard.Of(guarded.Server);
        await guarded.As("reader", HttpMethod.Post, "/sources", Source("stolen").ToJsonString());
        heard.Messages.ShouldContain(m => m.Contains("the reader at 127.0.0.1 was refused POST /sources", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/talks/a%0D%0AX-Evil:%201?blank=")]
    [InlineData("/talks/%C3%A9?blank=")]
    [InlineData("/search?%0D%0AX-Evil:%201=1&blank=")]
    [InlineData("/search?%C3%A9=1&blank=")]
    [InlineData("/talks/a%0D%0AX-Evil:%201/diff?record=@1")]
    public async Task An_address_that_a_page_sends_the_browser_on_to_stays_one_header_and_one_address(string path)
    {
        var reply = await guarded.As("reader", HttpMethod.Get, path);
        ((int)reply.Status).ShouldBeLessThan(500, reply.Text);
        reply.Headers.Contains("X-Evil").ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_failed_is_named_to_nobody_without_a_credential(bool isNamed)
    {
        var failure = new ProjectionFailure("secret-talks", DateTimeOffset.UnixEpoch, 3, 7, "the envoy's words");
        var status = new ProjectionStatus("Views", 1, 10, 10, 0, 1, [failure], null, 0);
        var told = string.Concat(HealthEndpoints.Lines(status, isNamed));
        told.ShouldContain("1 failed");
        told.Contains("secret-talks", StringComparison.Ordinal).ShouldBe(isNamed);
        told.Contains("the envoy's words", StringComparison.Ordinal).ShouldBe(isNamed);
    }

    [Fact]
    public void A_line_of_the_log_begins_with_its_time_in_UTC_and_its_level()
    {
        using var written = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Error, "Edge", new(1), "it failed", new IOException("a\nb"), (state, _) => state);
        new OneLine(TimeProvider.System).Write(entry, scopeProvider: null, written);
        written.ToString().ShouldMatch(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z fail: Edge\[1\] it failed .*\n\z");
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b\u2029c")]
    [InlineData("a\u001b[31mb")]
    [InlineData("a\u202eb")]
    [InlineData("a\U000e0041b")]
    public void A_line_of_the_log_is_one_line_whatever_is_in_it(string text)
    {
        var line = OneLine.Escape(text);
        line.ShouldAllBe(c => c >= ' ' && c <= '~');
        line.ShouldStartWith("a\\u");
    }
}
