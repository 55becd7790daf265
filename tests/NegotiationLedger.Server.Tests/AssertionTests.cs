using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Records as the audit shows them: their fate, their forms, their pages, and what is handed on.</summary>
public sealed class AssertionTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_record_tells_who_disputed_corrected_and_retracted_it_and_when_that_was_taken_back()
    {
        var negotiation = await talks.Open();
        var id = await Record(negotiation, Statement("One came."));
        await Record(negotiation, About("assertion_disputed", id, ("grounds", "Two came.")));
        await Record(
            negotiation,
            About("assertion_corrected", id, ("patch", new JsonObject { ["text"] = "Two came." }), ("reason", "A slip."))
        );
        var retraction = await Record(negotiation, About("assertion_retracted", id, ("reason", "Nobody came.")));

        var record = await Single(negotiation, "fate=retracted");
        record["isRetracted"]!.GetValue<bool>().ShouldBeTrue();
        record["payload"]!["text"]!.GetValue<string>().ShouldBe("Two came.");
        Fates(record).ShouldBe(["disputed Two came. True", "corrected A slip. True", "retracted Nobody came. True"]);
        record["fates"]![2]!["by"]!.GetValue<string>().ShouldBe(retraction);
        record["fates"]![2]!["recordedBy"]!.GetValue<string>().ShouldBe("local");

        await Record(negotiation, About("assertion_retracted", retraction, ("reason", "They did.")));

        var restored = await Single(negotiation, "fate=disputed");
        restored["isRetracted"]!.GetValue<bool>().ShouldBeFalse();
        Fates(restored).ShouldBe(["disputed Two came. True", "corrected A slip. True", "retracted Nobody came. False"]);
        (await Single(negotiation, "fate=retracted"))["id"]!.GetValue<string>().ShouldBe(retraction);
        (await Find($"negotiation={negotiation}&fate=corrected"))["assertions"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_record_shows_its_forms_its_quotation_in_context_and_the_other_accounts()
    {
        var negotiation = await talks.Open();
        var quoted = Quoted("We will not sign before the border is settled");
        var id = await Record(negotiation, Statement("No signing.", ("attribution", quoted), ("occurrence", "refusal")));
        var other = await Record(negotiation, Statement("They refused.", ("occurrence", "refusal")));
        await Record(negotiation, About("assertion_retracted", other, ("reason", "Hearsay.")));
        var first = await Record(
            negotiation,
            About("assertion_corrected", id, ("patch", new JsonObject { ["text"] = "No signing yet." }), ("reason", "Too strong."))
        );

        var whole = await _server.Get($"/assertions/{id}");

        whole["quote"]!["before"]!.GetValue<string>().ShouldBe("The envoy of the North spoke first.\n“");
        whole["quote"]!["exact"]!.GetValue<string>().ShouldBe("We will not sign before the border is settled");
        whole["quote"]!["after"]!.GetValue<string>().ShouldBe("”, she said —\nand left the room. 🕊 Nobody followed.");
        (whole["quote"]!["start"]!.GetValue<int>(), whole["quote"]!["end"]!.GetValue<int>()).ShouldBe((37, 82));
        var correction = whole["corrections"]!.AsArray().ShouldHaveSingleItem()!;
        correction["by"]!["by"]!.GetValue<string>().ShouldBe(first);
        correction["by"]!["words"]!.GetValue<string>().ShouldBe("Too strong.");
        correction["fits"]!.GetValue<bool>().ShouldBeTrue();
        correction["before"]!["payload"]!["text"]!.GetValue<string>().ShouldBe("No signing.");
        correction["after"]!["payload"]!["text"]!.GetValue<string>().ShouldBe("No signing yet.");
        whole["recorded"]!["payload"]!["text"]!.GetValue<string>().ShouldBe("No signing.");
        var account = whole["otherAccounts"]!.AsArray().ShouldHaveSingleItem()!;
        (account["id"]!.GetValue<string>(), account["isRetracted"]!.GetValue<bool>()).ShouldBe((other, true));
        (await _server.Get($"/assertions/{first}"))["about"]!["id"]!.GetValue<string>().ShouldBe(id);

        var then = await _server.Get($"/assertions/{id}?recordedUntil=@{whole["assertion"]!["sequence"]}");
        then["assertion"]!["payload"]!["text"]!.GetValue<string>().ShouldBe("No signing.");
        then["otherAccounts"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_record_is_not_found()
    {
        foreach (var id in new[] { "x", NewId(), "../sources", Guid.Empty.ToString() })
            (await _server.Send(HttpMethod.Get, $"/assertions/{Uri.EscapeDataString(id)}")).Status.ShouldBe(HttpStatusCode.NotFound);
        var negotiation = await talks.Open();
        var recorded = await Record(negotiation, Statement("Late."));
        (await _server.Send(HttpMethod.Get, $"/assertions/{recorded}?recordedUntil=@1")).ShouldBeProblem(
            HttpStatusCode.NotFound,
            "missing"
        );
        (await _server.Send(HttpMethod.Get, $"/assertions/{recorded}?recordedUntil=@99999")).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "query"
        );
    }

    [Theory]
    [InlineData("negotiation=Doha", "/negotiation", "lower-case")]
    [InlineData("type=statement", "/type", "statement_made")]
    [InlineData("type=source_registered", "/type", "give one of")]
    [InlineData("mode=loud", "/mode", "on_record")]
    [InlineData("speaker=Steve Witkoff", "/speaker", "party:<id>")]
    [InlineData("party=party:israel", "/party", "lower-case")]
    [InlineData("source=", "/source", "empty")]
    [InlineData("recordedBy=%20", "/recordedBy", "empty")]
    [InlineData("recordedBy=a%00b", "/recordedBy", "U+0000")]
    [InlineData("fate=dead", "/fate", "retracted")]
    [InlineData("occurredFrom=yesterday", "/occurredFrom", "EDTF")]
    [InlineData("occurredTo=2025-07~", "/occurredTo", "qualified")]
    [InlineData("occurredFrom=2025-08&occurredTo=2025-07", "/occurredFrom", "after")]
    [InlineData("recordedFrom=@5", "/recordedFrom", "EDTF")]
    [InlineData("recordedFrom=2026&recordedTo=2025", "/recordedFrom", "after")]
    [InlineData("recordedUntil=@999999999", "/recordedUntil", "beyond")]
    [InlineData("recordedUntil=@x", "/recordedUntil", "position")]
    [InlineData("text=", "/text", "empty")]
    [InlineData("text=-crisis", "/text", "word")]
    [InlineData("text=...", "/text", "word")]
    [InlineData("text=a%00b", "/text", "U+0000")]
    [InlineData("limit=0", "/limit", "from 1 to 500")]
    [InlineData("limit=501", "/limit", "from 1 to 500")]
    [InlineData("after=5", "/after", "next")]
    [InlineData("after=5.recorded.4..00000000", "/after", "another query")]
    [InlineData("after=5.relevance.4.7fc00000.00000000", "/after", "next")]
    [InlineData("bom=yes", "/bom", "true nor false")]
    [InlineData("occuredFrom=2025", "/occuredFrom", "occurredFrom")]
    [InlineData("party=a&party=b", "/party", "twice")]
    public async Task What_cannot_be_asked_is_refused_by_name(string query, string pointer, string word)
    {
        foreach (var accept in new[] { "application/json", "application/x-ndjson", "text/csv" })
        {
            var reply = await _server.Send(HttpMethod.Get, $"/assertions?{query}", body: null, ("Accept", accept));
            reply.ShouldBeProblem(HttpStatusCode.BadRequest, "query").ShouldName(pointer, word);
        }
    }

    [Fact]
    public async Task A_text_may_hold_whatever_people_type()
    {
        foreach (
            var text in new[]
            {
                "'; drop table mt_events; --",
                "a & b | !c",
                "\"open",
                "( ) : * <->",
                "\\",
                "🕊 dove",
                "x\t\n y",
                "a:* b",
                new string('x', 1000),
            }
        )
            (await _server.Send(HttpMethod.Get, $"/assertions?text={Uri.EscapeDataString(text + " word")}")).Status.ShouldBe(
                text.Length == 1000 ? HttpStatusCode.BadRequest : HttpStatusCode.OK
            );
    }

    [Fact]
    public async Task A_page_has_a_tag_and_one_that_cannot_change_says_so()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, new JsonArray(Statement("a"), Statement("b"), Statement("c")));
        var path = $"/assertions?negotiation={negotiation}&limit=2";

        var first = await _server.Send(HttpMethod.Get, path);
        (first.CacheControl, first.Headers.Vary.Single()).ShouldBe(("no-cache", "Accept"));
        (await _server.Send(HttpMethod.Get, path, body: null, ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.NotModified);
        var second = await _server.Send(HttpMethod.Get, $"{path}&after={first.Json!["next"]}");
        second.CacheControl!.ShouldContain("immutable");
        second.Json!["position"]!.GetValue<string>().ShouldBe(first.Json["position"]!.GetValue<string>());
        (await _server.Send(HttpMethod.Get, $"{path}&recordedUntil={first.Json["position"]}")).CacheControl!.ShouldContain("immutable");

        await Record(negotiation, Statement("d"));
        (await _server.Send(HttpMethod.Get, path, body: null, ("If-None-Match", first.ETag!))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task As_of_an_earlier_position_the_audit_is_what_it_was_then()
    {
        var negotiation = await talks.Open();
        var id = await Record(negotiation, Statement("One came."));
        var then = (await Find($"negotiation={negotiation}")).ToJsonString();
        var position = JsonNode.Parse(then)!["position"]!.GetValue<string>();
        await Record(negotiation, About("assertion_retracted", id, ("reason", "Nobody came.")));
        await Record(negotiation, Development("party_joined", ("party", "north"), ("name", "The Far North"), ("role", "observer")));

        var now = await Find($"negotiation={negotiation}&recordedUntil={position}");

        now["assertions"]!.ToJsonString().ShouldBe(JsonNode.Parse(then)!["assertions"]!.ToJsonString());
    }

    [Fact]
    public async Task A_later_role_moves_what_was_said_in_its_time_to_another_party()
    {
        var negotiation = await talks.Open();
        var speaker = "mover-" + negotiation;
        (await _server.Post("/speakers", Speaker(speaker))).Status.ShouldBe(HttpStatusCode.Created);
        var said = Statement("Moved.", ("attribution", With(Observed(), ("mode", "attributed"), ("speaker", speaker))));
        await Record(negotiation, said);
        (await Find($"negotiation={negotiation}&party=south&type=statement_made"))["assertions"]!.AsArray().ShouldBeEmpty();

        (await _server.Post($"/speakers/{speaker}/roles", Role("south"))).Status.ShouldBe(HttpStatusCode.Created);

        (await Single(negotiation, "party=south&type=statement_made"))["viewpoint"]!.GetValue<string>().ShouldBe("party:south");
    }

    [Fact]
    public async Task What_one_server_acknowledged_the_other_finds_at_once()
    {
        await using var beside = await RunningServer.Beside(_server);
        var negotiation = await talks.Open();
        for (var i = 0; i < 30; i++)
        {
            var id = await Record(negotiation, Statement($"Number {i}"));
            var found = (await beside.Get($"/assertions?negotiation={negotiation}&type=statement_made&limit=500"))["assertions"]!.AsArray();
            found.Select(a => a!["id"]!.GetValue<string>()).ShouldContain(id);
            found.Count.ShouldBe(i + 1);
        }
    }

    private static JsonObject About(string type, string assertion, params (string Name, JsonNode? Value)[] members) =>
        With(new() { ["type"] = type, ["assertion"] = assertion }, members);

    private static IEnumerable<string> Fates(JsonNode record) =>
        record["fates"]!.AsArray().Select(f => $"{f!["kind"]} {f["words"]} {f["stands"]!.GetValue<bool>()}");

    private async Task<string> Record(string negotiation, JsonObject development) =>
        (await talks.Record(negotiation, development)).Json!["records"]![0]!["id"]!.GetValue<string>();

    private Task<JsonNode> Find(string query) => _server.Get($"/assertions?{query}");

    private async Task<JsonNode> Single(string negotiation, string query) =>
        (await Find($"negotiation={negotiation}&{query}"))["assertions"]!.AsArray().ShouldHaveSingleItem()!;
}
