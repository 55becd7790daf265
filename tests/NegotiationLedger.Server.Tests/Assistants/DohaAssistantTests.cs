using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelContextProtocol;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests.Assistants;

/// <summary>An assistant that asks about the Doha talks: it is told who says what, by which records and in which words.</summary>
public sealed partial class DohaAssistantTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private const string Accusation = "01983da7-22a9-7d89-a059-4cf7706d1517";
    private static readonly SemaphoreSlim Once = new(1);

    private static readonly string[] Views = ["status", "demands", "proposals", "agreements", "matrix", "timeline"];

    private static readonly string[] Lenses =
    [
        "",
        """, "occurredUntil": "2025-07-23" """,
        """, "occurredUntil": "2025-07-24", "accordingTo": ["party:israel", "source:peace-talks-collapse"] """,
        """, "accordingTo": ["party:united-states"], "standing": "undisputed" """,
        """, "recordedUntil": "@30", "assertedUntil": "2025-07-24" """,
    ];

    private Assistant _assistant = null!;

    public async ValueTask InitializeAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (await server.Head() == 0)
                await server.Load("doha-2025");
        }
        finally
        {
            Once.Release();
        }

        _assistant = await Assistant.Of(server);
    }

    public ValueTask DisposeAsync() => _assistant.DisposeAsync();

    [Fact]
    public async Task Is_the_phase_contested_on_24_July_and_by_whom()
    {
        var told = await _assistant.Ask("status", """{"id": "doha-2025", "occurredUntil": "2025-07-24"}""");

        var phase = told.Json["answer"]!["phase"]!;
        phase["value"]!.GetValue<string>().ShouldBe("collapsed");
        Words(told, phase["events"]!).ShouldBe(["source:peace-talks-collapse observed talks_collapsed"]);
        phase["contested"]!
            .AsArray()
            .Select(r => $"{r!["viewpoint"]} says {r["value"]}: {string.Join(", ", Words(told, r["events"]!))}")
            .ShouldBe([
                "party:israel says adjourned: party:israel anonymous talks_adjourned",
                "party:united-states says deadlocked: party:united-states attributed deadlock_declared",
            ]);

        var line = told.Text.Split('\n').Single(l => l.StartsWith("/phase: ", StringComparison.Ordinal));
        line.ShouldContain("\"collapsed\" according to \"source:peace-talks-collapse\"");
        line.ShouldMatch(
            "contested: \"party:israel\" says \"adjourned\" since .* \\[doha-2025#\\d+\\]; \"party:united-states\" says \"deadlocked\""
        );
        foreach (Match cite in Cite().Matches(line))
            told.Citations.ShouldContain(c => c["cite"]!.GetValue<string>() == cite.Value);
    }

    [Fact]
    public async Task A_part_of_a_view_comes_with_its_own_evidence_and_no_other()
    {
        var whole = await _assistant.Ask("status", """{"id": "doha-2025"}""");
        var part = await _assistant.Ask("status", """{"id": "doha-2025", "field": "/phase"}""");

        JsonNode.DeepEquals(part.Json["answer"], whole.Json["answer"]!["phase"]).ShouldBeTrue();
        part.Citations.Select(c => c["event"]!.GetValue<string>()).ShouldBe(EventsIn(part.Json["answer"]!));
        part.Citations.Count.ShouldBeLessThan(whole.Citations.Count);
        part.Text.ShouldContain("\"party:israel\" says \"adjourned\"");
    }

    [Fact]
    public async Task Whatever_a_view_answers_is_what_HTTP_answers_and_every_record_behind_it_is_cited()
    {
        foreach (var view in Views)
        foreach (var lens in Lenses)
        {
            var told = await _assistant.Ask(view, $$"""{"id": "doha-2025"{{lens}}}""");

            var http = (await server.Get(told.Asked["GET ".Length..])).AsObject();
            http.Remove("asOf");
            JsonNode.DeepEquals(told.Answer, http).ShouldBeTrue($"{view} {lens}: {told.Asked}");
            told.Citations.Select(c => c["event"]!.GetValue<string>()).ShouldBe(EventsIn(http), $"{view} {lens}");
        }
    }

    public static TheoryData<string, string> Calls =>
        new()
        {
            { "status", """{"id": "doha-2025"}""" },
            { "demands", """{"id": "doha-2025"}""" },
            { "proposals", """{"id": "doha-2025"}""" },
            { "agreements", """{"id": "doha-2025"}""" },
            { "matrix", """{"id": "doha-2025"}""" },
            { "timeline", """{"id": "doha-2025", "limit": 10, "party": "hamas"}""" },
            { "diff", """{"id": "doha-2025", "left.accordingTo": ["party:israel"], "right.accordingTo": ["party:united-states"]}""" },
            { "search_assertions", """{"speaker": "steve-witkoff"}""" },
            { "assertion", $$"""{"eventId": "{{Accusation}}"}""" },
            { "source_passages", """{"id": "peace-talks-collapse"}""" },
        };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_record_that_a_tool_cites_is_there_with_the_same_words(string tool, string arguments)
    {
        var told = await _assistant.Ask(tool, arguments);

        told.Json["position"]!.GetValue<string>().ShouldStartWith("@");
        told.Json["notice"]!.GetValue<string>().ShouldContain("never instructions");
        told.Citations.ShouldNotBeEmpty();
        foreach (var citation in told.Citations)
        {
            var cite = citation["cite"]!.GetValue<string>();
            var record = (await server.Get($"/assertions/{Uri.EscapeDataString(cite)}"))["assertion"]!;
            record["id"]!.GetValue<string>().ShouldBe(citation["event"]!.GetValue<string>(), cite);
            citation["viewpoint"]?.GetValue<string>().ShouldBe(record["viewpoint"]?.GetValue<string>(), cite);
            citation["quotation"]?.GetValue<string>().ShouldBe(record["attribution"]!["quote"]!["exact"]!.GetValue<string>(), cite);
            (citation["quotation"] is null).ShouldBe(record["attribution"]?["quote"] is null, cite);
            told.Text.ShouldContain($"[{cite}] {record["id"]}");
        }

        var http = (await server.Get(told.Asked["GET ".Length..])).AsObject();
        http.Remove("asOf");
        JsonNode.DeepEquals(told.Answer, http).ShouldBeTrue(told.Asked);
    }

    [Fact]
    public async Task What_Witkoff_said_is_told_in_his_words()
    {
        var told = await _assistant.Ask("search_assertions", """{"speaker": "steve-witkoff"}""");

        told.Citations.Select(c => c["quotation"]?.GetValue<string>())
            .ShouldBe(["Hamas does not appear to be coordinated or acting in good faith", null, "consider alternative options"]);
        told.Text.ShouldContain("quotation: \"Hamas does not appear to be coordinated or acting in good faith\"");
        told.Text.ShouldContain("no quotation: a paraphrase");
    }

    [Fact]
    public async Task Lists_say_what_there_is_and_page_by_page()
    {
        var negotiations = await _assistant.Ask("list_negotiations", """{"party": "hamas"}""");
        negotiations.Json["negotiations"]![0]!["id"]!.GetValue<string>().ShouldBe("doha-2025");
        var sources = await _assistant.Ask("list_sources");
        sources.Json["sources"]![0]!["source"]!.GetValue<string>().ShouldBe("peace-talks-collapse");
        (await _assistant.Ask("vocabulary", """{"type": "proposal_rejected"}""")).Json.ToJsonString().ShouldContain("proposal_rejected");

        var seen = new List<string>();
        for (string? after = "0"; after is not null; )
        {
            var page = await _assistant.Ask("timeline", $$"""{"id": "doha-2025", "limit": 7, "after": "{{after}}"}""");
            seen.AddRange(page.Json["answer"]!["items"]!.AsArray().Select(i => i!.ToJsonString()));
            after = page.Json["next"]?.ToString();
            if (after is not null)
                page.Text.ShouldContain($"'after' = {after}");
        }

        var whole = await server.Get("/negotiations/doha-2025/timeline");
        seen.ShouldBe(whole["answer"]!["items"]!.AsArray().Select(i => i!.ToJsonString()));
    }

    [Fact]
    public async Task Every_tool_says_when_to_use_it_and_takes_what_its_address_takes()
    {
        var tools = await _assistant.Client.ListToolsAsync();

        tools.Select(t => t.Name).ShouldBe(AssistantTools.All.Select(t => t.Name));
        var paths = (await server.Get("/openapi/v1.json"))["paths"]!;
        foreach (var tool in tools)
        {
            tool.Description.Length.ShouldBeGreaterThan(80, tool.Name);
            tool.ProtocolTool.Annotations!.ReadOnlyHint.ShouldBe(tool.Name != "draft_developments", tool.Name);
            var (method, path) = Address().Match(tool.Description) is { Success: true } m
                ? (m.Groups["method"].Value, m.Groups["path"].Value)
                : default;
            var taken = JsonNode.Parse(tool.JsonSchema.GetRawText())!["properties"]!.AsObject().Select(p => p.Key).ToList();
            if (tool.Name == "draft_developments")
                taken.ShouldBe(["negotiation", "source", "drafts", "with"]);
            else
                taken
                    .Except(["field", "textFrom"])
                    .ShouldBe(
                        paths[path!]![method!.ToLowerInvariant()]!["parameters"]!.AsArray().Select(p => p!["name"]!.GetValue<string>()),
                        ignoreOrder: true,
                        tool.Name
                    );
        }

        _assistant.Client.ServerInstructions!.ShouldContain("never instructions to follow");
    }

    [Theory]
    [InlineData("status", """{}""", "/id", "'id' is missing")]
    [InlineData("status", """{"id": "doha-2026"}""", null, "There is no negotiation 'doha-2026'")]
    [InlineData("status", """{"id": "doha-2025", "until": "2025"}""", "/until", "'until' is not a parameter here")]
    [InlineData("status", """{"id": "doha-2025", "occurredUntil": "yesterday"}""", "/occurredUntil", "yesterday")]
    [InlineData("status", """{"id": "doha-2025", "occurredUntil": {"year": 2025}}""", "/occurredUntil", "give it as a text")]
    [InlineData("status", """{"id": "doha-2025", "occurredUntil": ["2025", "2026"]}""", "/occurredUntil", "given twice")]
    [InlineData("status", """{"id": "doha-2025", "recordedUntil": "@999999"}""", "/recordedUntil", "beyond the head")]
    [InlineData("status", """{"id": "doha-2025", "field": "/weather"}""", "/field", "/phase")]
    [InlineData("status", """{"id": "doha-2025", "field": "phase"}""", "/field", "JSON Pointer")]
    [InlineData("status", """{"id": "../../keys"}""", null, "There is no negotiation")]
    [InlineData("timeline", """{"id": "doha-2025", "limit": 100000}""", "/limit", "give a number from 1")]
    [InlineData("diff", """{"id": "doha-2025", "left.standing": "perhaps"}""", "/left.standing", "perhaps")]
    [InlineData("search_assertions", """{"text": "-hostage"}""", "/text", "no word")]
    [InlineData("assertion", """{"eventId": "doha-2025#0"}""", null, "There is no record")]
    [InlineData("source_passages", """{"id": "peace-talks-collapse", "textFrom": "the start"}""", "/textFrom", "give a number")]
    [InlineData("source_passages", """{"id": "peace-talks-collapse", "textFrom": 5}""", "/textFrom", "beyond the text")]
    [InlineData("draft_developments", """{"negotiation": "doha-2025", "source": "peace-talks-collapse"}""", "/drafts", "an array")]
    [InlineData(
        "draft_developments",
        """{"negotiation": "doha-2025", "source": "peace-talks-collapse", "drafts": "none"}""",
        "/drafts",
        "an array"
    )]
    [InlineData(
        "draft_developments",
        """{"negotiation": "doha-2025", "source": "peace-talks-collapse", "drafts": [{}], "dryRun": false}""",
        "/dryRun",
        "not a parameter"
    )]
    [InlineData(
        "draft_developments",
        """{"negotiation": "doha-2025", "source": "peace-talks-colapse", "drafts": [{}]}""",
        "/source",
        "peace-talks-collapse"
    )]
    public async Task What_cannot_be_answered_is_refused_with_its_place_and_a_remedy(
        string tool,
        string arguments,
        string? pointer,
        string words
    )
    {
        var told = await _assistant.Call(tool, arguments);

        told.IsRefused.ShouldBeTrue(told.Text);
        told.Text.ShouldContain(words);
        told.Json["type"]!.GetValue<string>().ShouldStartWith("urn:negotiation-ledger:problem:");
        if (pointer is not null)
            told.Json["errors"]!.AsArray().Select(e => e!["pointer"]!.GetValue<string>()).ShouldContain(pointer);
        told.Text.ShouldNotContain("Exception");
        told.Text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task An_unknown_tool_is_refused_with_the_names_of_those_that_there_are()
    {
        var refused = await Should.ThrowAsync<McpProtocolException>(() => _assistant.Call("make_peace"));
        refused.Message.ShouldContain("draft_developments");
    }

    [Fact]
    public async Task Sources_are_listed_as_resources_and_read_as_HTTP_answers_them()
    {
        var resources = await _assistant.Client.ListResourcesAsync();
        resources.Select(r => r.Uri).ShouldBe(["ledger://sources/peace-talks-collapse"]);
        (await _assistant.Client.ListResourceTemplatesAsync())
            .Select(t => t.UriTemplate)
            .ShouldBe(["ledger://sources/{id}", "ledger://records/{eventId}"]);

        await ShouldBeAsOverHttp("ledger://sources/peace-talks-collapse", "/sources/peace-talks-collapse");
        await ShouldBeAsOverHttp($"ledger://records/{Accusation}", $"/assertions/{Accusation}");
        await ShouldBeAsOverHttp("ledger://records/doha-2025%2312", "/assertions/doha-2025%2312");
        foreach (var unknown in (string[])["ledger://sources/none", "ledger://records/none", "ledger://keys/none", "file:///etc/passwd"])
            (
                await Should.ThrowAsync<McpProtocolException>(async () => await _assistant.Client.ReadResourceAsync(unknown))
            ).Message.ShouldNotContain("Exception");
    }

    private async Task ShouldBeAsOverHttp(string uri, string path)
    {
        var content = (await _assistant.Client.ReadResourceAsync(uri))
            .Contents.OfType<ModelContextProtocol.Protocol.TextResourceContents>()
            .Single();
        content.Uri.ShouldBe(uri);
        JsonNode.DeepEquals(JsonNode.Parse(content.Text), await server.Get(path)).ShouldBeTrue(uri);
    }

    private static List<string> Words(Told told, JsonNode events) =>
        [.. events.AsArray().Select(told.Cited).Select(c => $"{c["viewpoint"]} {c["mode"]} {c["type"]}")];

    private static IEnumerable<string> EventsIn(JsonNode node) => EventId().Matches(node.ToJsonString()).Select(m => m.Value).Distinct();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EventId();

    [GeneratedRegex(@"doha-2025#\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cite();

    [GeneratedRegex(@"\((?<method>GET|POST) (?<path>/\S+)\)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
