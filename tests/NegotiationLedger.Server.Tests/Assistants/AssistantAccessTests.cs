using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Access;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests.Assistants;

/// <summary>An assistant may do what whoever sent it may do, and records nothing: what it drafts, a person accepts.</summary>
public sealed class AssistantAccessTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    private const string Note = "The talks resumed in Doha on Saturday, mediators said.";

    private const string Draft = """
        {"negotiation": "doha-2025", "source": "note", "with": "a model", "drafts": [
          {"type": "talks_resumed", "occurred": "2025-07-26", "attribution":
            {"source": "note", "mode": "observed", "assertedOn": "2025-07-26", "quote": {"exact": "talks resumed in Doha"}}},
          {"type": "talks_collapsed", "occurred": "2025-07-27", "attribution":
            {"source": "note", "mode": "observed", "assertedOn": "2025-07-27", "quote": {"exact": "the talks collapsed"}}}]}
        """;

    private const string Ping = """{"jsonrpc": "2.0", "id": 1, "method": "ping"}""";

    private static readonly (string, string)[] Accepts = [("Accept", "application/json, text/event-stream")];

    [Fact]
    public async Task What_a_recorders_assistant_drafts_waits_for_a_person_and_is_no_record()
    {
        await Load();
        await using var assistant = await Assistant.Of(guarded.Server, guarded.Key("recorder").Text);
        var head = await guarded.Server.Head();

        (await assistant.Client.ListToolsAsync()).ShouldContain(t => t.Name == "draft_developments");
        var told = await assistant.Ask("draft_developments", Draft);

        told.Asked.ShouldBe("POST /drafts");
        told.Text.ShouldContain("2 drafts were added and 0 waited already");
        var drafts = told.Json["drafts"]!.AsArray();
        drafts.Select(d => d!["mayBeAccepted"]!.GetValue<bool>()).ShouldBe([true, false]);
        told.Text.ShouldContain($"{drafts[1]!["id"]} cannot be accepted as it is");
        drafts[0]!["draftedWith"]!.GetValue<string>().ShouldBe("a model");
        (await guarded.Server.Head()).ShouldBe(head);
        // Sent again, as assistants do, they are not kept twice.
        (await assistant.Ask("draft_developments", Draft)).Json["repeated"]!.GetValue<int>().ShouldBe(2);

        (await guarded.As("recorder", HttpMethod.Post, $"/drafts/{drafts[1]!["id"]}/accept", "{}")).ShouldBeProblem(
            HttpStatusCode.Conflict,
            "not-acceptable"
        );
        (await guarded.As("recorder", HttpMethod.Post, $"/drafts/{drafts[0]!["id"]}/accept", "{}")).Status.ShouldBe(HttpStatusCode.Created);
        (await guarded.Server.Head()).ShouldBe(head + 1);
    }

    [Theory]
    [InlineData("reader")]
    [InlineData("auditor")]
    public async Task Who_may_not_record_is_offered_no_drafts_and_may_try_none(string role)
    {
        await Load();
        await using var assistant = await Assistant.Of(guarded.Server, guarded.Key(role).Text);

        (await assistant.Client.ListToolsAsync()).ShouldNotContain(t => t.Name == "draft_developments");
        var told = await assistant.Call("draft_developments", Draft);

        told.IsRefused.ShouldBeTrue();
        told.Text.ShouldContain("This needs the role recorder");
    }

    [Fact]
    public async Task No_answer_holds_a_key()
    {
        await Load();
        foreach (var role in (string[])["reader", "recorder", "admin"])
        {
            var key = guarded.Key(role).Text;
            await using var assistant = await Assistant.Of(guarded.Server, key);
            foreach (var tool in AssistantTools.All)
            {
                var told = await assistant.Call(
                    tool.Name,
                    tool.IsDraft ? Draft.Replace("2025-07-2", "2025-07-1", StringComparison.Ordinal)
                        : tool.Name is "list_negotiations" or "list_sources" or "search_assertions" ? "{}"
                        : tool.HasText ? """{"id": "peace-talks-collapse"}"""
                        : tool.Name == "assertion" ? """{"eventId": "doha-2025#5"}"""
                        : tool.Name == "vocabulary" ? """{"type": "team_recalled"}"""
                        : """{"id": "doha-2025"}"""
                );
                told.IsRefused.ShouldBe(tool.IsDraft && role == "reader", $"{role} {tool.Name}: {told.Text}");
                (told.Text + told.Json.ToJsonString()).ShouldNotContain(key, Case.Sensitive, $"{role} {tool.Name}");
            }
        }
    }

    [Fact]
    public async Task Without_a_key_nobody_is_answered()
    {
        (await Should.ThrowAsync<HttpRequestException>(() => Assistant.Of(guarded.Server))).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await guarded.Send(HttpMethod.Post, "/mcp", credential: null, Ping, Accepts)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task What_another_site_may_have_caused_is_refused(string header, string value) =>
        (await guarded.As("reader", HttpMethod.Post, "/mcp", Ping, [.. Accepts, (header, value)])).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("""{"jsonrpc": "2.0", "id": 1, "id": 2, "method": "ping"}""", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "\ud800"}}""", HttpStatusCode.BadRequest)]
    [InlineData(Ping, HttpStatusCode.OK)]
    public async Task A_message_is_read_as_strictly_as_every_body(string body, HttpStatusCode status) =>
        (await guarded.As("reader", HttpMethod.Post, "/mcp", body, Accepts)).Status.ShouldBe(status);

    [Theory]
    [InlineData(
        "initialize",
        "{}",
        "[]",
        "\"x\"",
        "5",
        "null",
        """{"protocolVersion": 5}""",
        """{"protocolVersion": "2025-06-18", "capabilities": 1}"""
    )]
    [InlineData(
        "tools/call",
        "{}",
        "[]",
        "\"x\"",
        "null",
        """{"name": 5}""",
        """{"name": "status", "arguments": [1]}""",
        """{"name": null}"""
    )]
    [InlineData("tools/list", "[]", "\"x\"", """{"cursor": 5}""")]
    [InlineData("resources/list", "[]", """{"cursor": []}""")]
    [InlineData("resources/templates/list", "[]", """{"cursor": {}}""")]
    [InlineData("resources/read", "{}", "null", """{"uri": 5}""", """{"uri": {}}""")]
    [InlineData("ping", "[]", "5")]
    public async Task Parameters_of_another_kind_are_told_as_such(string method, params string[] parameters)
    {
        foreach (var given in parameters)
        {
            var message = $$"""{"jsonrpc": "2.0", "id": "x", "method": "{{method}}", "params": {{given}}}""";
            var reply = await guarded.As("reader", HttpMethod.Post, "/mcp", message, Accepts);
            reply.Status.ShouldBe(HttpStatusCode.OK, $"{given}: {reply.Text}");
            (reply.Json ?? throw new ShouldAssertException($"{given}: {reply.Text}"))["id"]!.GetValue<string>().ShouldBe("x");
            reply.Json["error"]!["code"]!.GetValue<int>().ShouldBe(-32602, given);
            reply.Json["error"]!["message"]!.GetValue<string>().ShouldContain(method);
        }
    }

    [Fact]
    public async Task However_long_a_value_is_what_is_said_of_it_is_short()
    {
        var text = new string('x', 500_000);
        var many = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"party:p{i}\""));
        foreach (
            var (method, parameters) in ((string, string)[])
                [
                    ("tools/call", $$"""{"name": "{{text}}"}"""),
                    ("tools/call", $$$"""{"name": "status", "arguments": {"id": "{{{text}}}"}}"""),
                    ("tools/call", $$$"""{"name": "status", "arguments": {"id": "doha-2025", "field": "/{{{text}}}"}}"""),
                    ("tools/call", $$$"""{"name": "status", "arguments": {"id": "doha-2025", "{{{text}}}": "x"}}"""),
                    ("tools/call", $$$"""{"name": "status", "arguments": {"id": "doha-2025", "accordingTo": [{{{many}}}]}}"""),
                    ("resources/read", $$"""{"uri": "{{text}}"}"""),
                    ("resources/read", $$"""{"uri": "ledger://sources/{{text}}"}"""),
                    (text, "{}"),
                ]
        )
        {
            var message = $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""";
            var reply = await guarded.As("reader", HttpMethod.Post, "/mcp", message, Accepts);
            reply.Status.ShouldBe(HttpStatusCode.OK);
            reply.Text.Length.ShouldBeLessThan(20_000, parameters);
        }

        foreach (var body in (string[])[$$"""{"negotiation": "{{text}}", "source": "a", "drafts": []}""", $$"""{"{{text}}": 1}"""])
        {
            var reply = await guarded.As("recorder", HttpMethod.Post, "/drafts", body);
            ((int)reply.Status).ShouldBeInRange(400, 499);
            reply.Text.Length.ShouldBeLessThan(20_000);
        }
    }

    [Fact]
    public async Task A_message_is_JSON_of_at_most_a_mebibyte_and_is_posted()
    {
        var large = $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{new string('x', 1024 * 1024)}}"}""";
        (await guarded.As("reader", HttpMethod.Post, "/mcp", large, Accepts)).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var form = new StringContent(Ping, System.Text.Encoding.UTF8, "text/plain");
        (
            await guarded.Server.Send(
                HttpMethod.Post,
                "/mcp",
                form,
                [.. Accepts, ("Authorization", $"Bearer {guarded.Key("reader").Text}")]
            )
        ).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await guarded.As("reader", HttpMethod.Get, "/mcp")).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    private async Task Load()
    {
        if ((await guarded.As("admin", HttpMethod.Get, "/negotiations/doha-2025")).Status == HttpStatusCode.OK)
            return;
        foreach (var (path, file) in ((string, string)[])[("/sources", "sources.json"), ("/speakers", "speakers.json")])
        foreach (var item in RunningServer.Read("doha-2025", file).AsArray())
            await Must(path, item!);
        var note = new JsonObject
        {
            ["source"] = "note",
            ["kind"] = "article",
            ["title"] = "A note",
            ["text"] = Note,
        };
        await Must("/sources", note);
        await Must("/negotiations", RunningServer.Read("doha-2025", "negotiation.json"));
        await Must("/negotiations/doha-2025/developments", RunningServer.Read("doha-2025", "developments.json"));
    }

    private async Task Must(string path, JsonNode body)
    {
        var reply = await guarded.As("recorder", HttpMethod.Post, path, body.ToJsonString());
        ((int)reply.Status).ShouldBeLessThan(300, reply.Text);
    }
}
