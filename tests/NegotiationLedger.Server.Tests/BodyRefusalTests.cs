using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>A body that cannot be a record is refused by a document that names the place and the value, and nothing is written.</summary>
public sealed class BodyRefusalTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    public static TheoryData<string, string, string[]> Developments =>
        new()
        {
            {
                """{"type":"proposal_rejected","occurred":"2025-01-02","attribution":A,"proposal":"phantom","by":"north"}""",
                "/proposal",
                ["phantom", "proposal_offered"]
            },
            {
                """{"type":"team_recalled","occurred":"2025-01-02","attribution":A,"party":"east"}""",
                "/party",
                ["east", "party_joined", "north, south"]
            },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":{"source":"nowhere","mode":"observed","assertedOn":"2025-01-02"},"text":"x"}""",
                "/attribution/source",
                ["nowhere", "/sources"]
            },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":{"source":"report","mode":"attributed","assertedOn":"2025-01-02","speaker":"nobody"},"text":"x"}""",
                "/attribution/speaker",
                ["nobody", "/speakers"]
            },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":{"source":"report","mode":"attributed","assertedOn":"2025-01-02","speaker":"party:east"},"text":"x"}""",
                "/attribution/speaker",
                ["east"]
            },
            {
                """{"type":"statement_made","occurred":"last Tuesday","attribution":A,"text":"x"}""",
                "/occurred",
                ["last Tuesday", "EDTF", "2025-07-24"]
            },
            { """{"type":"statement_made","occurred":"2025-02-30","attribution":A,"text":"x"}""", "/occurred", ["2025-02-30"] },
            { """{"type":"statement_made","attribution":A,"text":"x"}""", "/occurred", ["required"] },
            { """{"type":"statement_made","occurred":null,"attribution":A,"text":"x"}""", "/occurred", ["null"] },
            { """{"type":"statement_made","occurred":"2025-01-02","attribution":A}""", "/text", ["required"] },
            { """{"type":"statement_made","occurred":"2025-01-02","attribution":A,"text":""}""", "/text", ["empty"] },
            { """{"type":"statement_made","occurred":"2025-01-02","attribution":A,"text":7}""", "/text", ["7", "string"] },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":A,"text":"x","mood":"angry"}""",
                "/mood",
                ["mood", "stance"]
            },
            { """{"type":"statement_made","occurred":"2025-01-02","attribution":A,"text":"x","a/b~c":1}""", "/a~1b~0c", ["a/b~c"] },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":A,"text":"x","stance":"angry"}""",
                "/stance",
                ["angry", "neutral"]
            },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":A,"text":"x","recordedBy":"me"}""",
                "/recordedBy",
                ["recordedBy"]
            },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":"report","text":"x"}""",
                "/attribution",
                ["report", "object"]
            },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":{"source":"report","mode":"on_record","assertedOn":"2025-01-02","speaker":"envoy"},"text":"x"}""",
                "/attribution/quote",
                ["on_record"]
            },
            {
                """{"type":"statement_made","occurred":"2025-01-02","attribution":A,"text":"x","after":["No Such Name"]}""",
                "/after/0",
                ["No Such Name"]
            },
            {
                """{"type":"figure_reported","occurred":"2025-01-02","attribution":A,"subject":"x","value":1e400,"unit":"persons"}""",
                "/value",
                ["1e400"]
            },
            {
                """{"type":"figure_reported","occurred":"2025-01-02","attribution":A,"subject":"x","value":"50","unit":"persons"}""",
                "/value",
                ["50", "number"]
            },
            { """{"type":"treaty_signed","occurred":"2025-01-02","attribution":A}""", "/type", ["treaty_signed", "agreement_signed"] },
            { """{"type":"source_registered","source":"x","kind":"article","title":"x"}""", "/type", ["source_registered", "/sources"] },
            { """{"occurred":"2025-01-02","attribution":A,"text":"x"}""", "/type", ["required"] },
            { """{"type":7}""", "/type", ["required"] },
            {
                """{"type":"statement_made","id":"0d1e0f8a-0000-4000-8000-000000000000","occurred":"2025-01-02","attribution":A,"text":"x"}""",
                "/id",
                ["0d1e0f8a-0000-4000-8000-000000000000", "version 7"]
            },
            { """{"type":"statement_made","id":7,"occurred":"2025-01-02","attribution":A,"text":"x"}""", "/id", ["7"] },
            {
                """{"type":"statement_made","id":"01983D97-9100-76D3-BAF4-8ADFC3393E3C","occurred":"2025-01-02","attribution":A,"text":"x"}""",
                "/id",
                ["lower case"]
            },
            {
                """{"type":"assertion_retracted","assertion":"01983d97-9100-76d3-baf4-8adfc3393e3c","reason":"x"}""",
                "/assertion",
                ["01983d97-9100-76d3-baf4-8adfc3393e3c"]
            },
            { """["statement_made"]""", "/0", ["object"] },
            { "7", "", ["object"] },
            { "null", "", ["object"] },
            { "[]", "", ["empty"] },
            {
                """[{"type":"statement_made","occurred":"2025-01-02","attribution":A,"text":"x"},{"type":"statement_made","occurred":"soon","attribution":A,"text":"x"}]""",
                "/1/occurred",
                ["soon"]
            },
            {
                """[{"type":"statement_made","id":"01983d97-9100-76d3-baf4-8adfc3393e3c","occurred":"2025-01-02","attribution":A,"text":"x"},{"type":"statement_made","id":"01983d97-9100-76d3-baf4-8adfc3393e3c","occurred":"2025-01-02","attribution":A,"text":"x"}]""",
                "/1/id",
                ["two"]
            },
        };

    [Theory]
    [MemberData(nameof(Developments))]
    public async Task What_cannot_be_a_record_is_named_by_place_and_value(string body, string pointer, string[] words)
    {
        var negotiation = await talks.Open();
        await Refused(
            $"/negotiations/{negotiation}/developments",
            body.Replace(":A", ":" + Observed().ToJsonString(), StringComparison.Ordinal),
            pointer,
            words
        );
    }

    [Fact]
    public async Task Several_problems_are_told_together()
    {
        var negotiation = await talks.Open();
        var problem = await Refused(
            $"/negotiations/{negotiation}/developments",
            """{"type":"team_recalled","occurred":"soon","party":"East","weather":1}""",
            "/occurred",
            "soon"
        );
        problem.ShouldName("/party", "East");
        problem.ShouldName("/weather", "weather");
        problem.ShouldName("/attribution", "required");
        problem["detail"]!.GetValue<string>().ShouldContain("4");
    }

    [Theory]
    [InlineData("She said we will sign tomorrow at noon", "is not in the text")]
    [InlineData("\"We will not sign until the border is settled\"", "“We will not sign before the border is settled”")]
    [InlineData("we will not sign before the Border is settled", "We will not sign before the border is settled")]
    public async Task A_quotation_that_is_not_in_its_source_is_refused_with_the_nearest_passage(string words, string nearest)
    {
        var negotiation = await talks.Open();
        var body = Statement("x", ("attribution", Quoted(words)));
        await Refused(
            $"/negotiations/{negotiation}/developments",
            body.ToJsonString(),
            "/attribution/quote/exact",
            words,
            nearest,
            "communique"
        );
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("{\"type\": \"statement_made\",\n}", "line 2")]
    [InlineData("", "line 1")]
    [InlineData("{}{}", "line 1")]
    [InlineData("{'type':1}", "line 1")]
    [InlineData("\ufeff{}", "line 1")]
    [InlineData("{\"text\":\"a\nb\"}", "line 1")]
    [InlineData("{\"type\":\"statement_made\",\"type\":\"statement_made\"}", "type")]
    [InlineData("{\"attribution\":{\"mode\":1,\"mode\":2}}", "mode")]
    public async Task What_is_no_JSON_is_refused_with_the_place(string body, string place)
    {
        var negotiation = await talks.Open();
        foreach (var path in new[] { "/negotiations", "/sources", "/speakers", $"/negotiations/{negotiation}/developments" })
            (await Malformed(path, Encoding.UTF8.GetBytes(body)))["detail"]!.GetValue<string>().ShouldContain(place);
    }

    [Theory]
    [InlineData("""{"text":"a\ud800b"}""", "/text")]
    [InlineData("""{"attribution":{"quote":{"exact":"\udc00"}}}""", "/attribution/quote/exact")]
    [InlineData("""[{"text":"a\u0000b"}]""", "/0/text")]
    [InlineData("""{"attribution":{"a\u0000":1}}""", "/attribution")]
    [InlineData("""{"attribution":{"a\ud800":1}}""", "/attribution")]
    public async Task Text_that_cannot_be_kept_is_refused_with_the_place(string body, string pointer)
    {
        var negotiation = await talks.Open();
        foreach (var path in new[] { "/negotiations", "/sources", "/speakers", $"/negotiations/{negotiation}/developments" })
            (await Malformed(path, Encoding.UTF8.GetBytes(body))).ShouldName(pointer);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        var negotiation = await talks.Open();
        byte[] body = [.. "{\"text\":\"a"u8, 0xff, 0xc3, .. "b\"}"u8];
        (await Malformed($"/negotiations/{negotiation}/developments", body)).ShouldName("/text");
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        var negotiation = await talks.Open();
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"patch\":", "}") })
        {
            var body = string.Concat(Enumerable.Repeat(open, 20_000)) + "1" + string.Concat(Enumerable.Repeat(close, 20_000));
            await Malformed($"/negotiations/{negotiation}/developments", Encoding.UTF8.GetBytes(body));
        }

        var nested =
            $$"""{"type":"assertion_corrected","assertion":"{{NewId()}}","reason":"x","patch":{{string.Concat(Enumerable.Repeat("{\"patch\":", 60))}}{}{{new string('}', 60)}}}""";
        (await _server.Send(HttpMethod.Post, $"/negotiations/{negotiation}/developments", nested)).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "invalid"
        );
    }

    [Fact]
    public async Task Too_large_a_development_is_refused_and_the_connection_stays_usable()
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        var large = Statement(new string('a', 2 * 1024 * 1024)).ToJsonString();
        (await _server.Send(HttpMethod.Post, $"/negotiations/{negotiation}/developments", large)).ShouldBeProblem(
            HttpStatusCode.RequestEntityTooLarge,
            "too-large"
        );
        (await _server.Send(HttpMethod.Post, $"/negotiations/{negotiation}/developments", $"[{large}]")).ShouldBeProblem(
            HttpStatusCode.RequestEntityTooLarge,
            "too-large"
        );
        foreach (var path in new[] { "/speakers", "/sources/report/corrections" })
            (await _server.Send(HttpMethod.Post, path, large)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        var huge = Statement(new string('a', 17 * 1024 * 1024)).ToJsonString();
        foreach (var path in new[] { $"/negotiations/{negotiation}/developments", "/negotiations", "/sources" })
            (await _server.Send(HttpMethod.Post, path, huge)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task More_than_a_thousand_developments_are_refused()
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        var many = new JsonArray([.. Enumerable.Range(0, 1001).Select(i => Statement($"Number {i}"))]);
        var problem = (await _server.Post($"/negotiations/{negotiation}/developments", many)).ShouldBeProblem(
            HttpStatusCode.RequestEntityTooLarge,
            "too-large"
        );
        problem["detail"]!.GetValue<string>().ShouldContain("1001");
        (await _server.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("")]
    public async Task A_body_of_another_kind_is_refused(string contentType)
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Statement("x").ToJsonString()));
        if (contentType.Length > 0)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var problem = (await _server.Send(HttpMethod.Post, $"/negotiations/{negotiation}/developments", content)).ShouldBeProblem(
            HttpStatusCode.UnsupportedMediaType,
            "media-type"
        );
        problem["detail"]!.GetValue<string>().ShouldContain($"'{contentType}'");
        (await _server.Head()).ShouldBe(head);
    }

    private async Task<JsonNode> Malformed(string path, byte[] body)
    {
        var head = await _server.Head();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var problem = (await _server.Send(HttpMethod.Post, path, content)).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        (await _server.Head()).ShouldBe(head);
        return problem;
    }

    private async Task<JsonNode> Refused(string path, string body, string pointer, params string[] words)
    {
        var head = await _server.Head();
        var problem = (await _server.Send(HttpMethod.Post, path, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        problem.ShouldName(pointer, words);
        (await _server.Head()).ShouldBe(head);
        return problem;
    }
}
