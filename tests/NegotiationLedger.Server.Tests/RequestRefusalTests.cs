using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>A request that cannot be answered is refused by a document that says which part of it, and how to mend it.</summary>
public sealed class RequestRefusalTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private static readonly string[] Views = ["status", "demands", "proposals", "matrix", "timeline"];

    private readonly RunningServer _server = talks.Server;

    [Theory]
    [InlineData("occurredUntil=last%20Tuesday", "/occurredUntil", "last Tuesday")]
    [InlineData("occurredUntil=2025-07-24~", "/occurredUntil", "2025-07-24~")]
    [InlineData("occurredUntil=", "/occurredUntil", "''")]
    [InlineData("occurredUntil=@7", "/occurredUntil", "@7")]
    [InlineData("occurredUntil=@01983d97-9100-76d3-baf4-8adfc3393e3c", "/occurredUntil", "01983d97-9100-76d3-baf4-8adfc3393e3c")]
    [InlineData("assertedUntil=soon", "/assertedUntil", "soon")]
    [InlineData("assertedUntil=@01983d97-9100-76d3-baf4-8adfc3393e3c", "/assertedUntil", "@0198")]
    [InlineData("recordedUntil=yesterday", "/recordedUntil", "yesterday")]
    [InlineData("recordedUntil=@-1", "/recordedUntil", "@-1")]
    [InlineData("recordedUntil=@99999999999999999999", "/recordedUntil", "@9999")]
    [InlineData("recordedUntil=@1000000", "/recordedUntil", "beyond the head")]
    [InlineData("accordingTo=israel", "/accordingTo", "israel")]
    [InlineData("accordingTo=party:North", "/accordingTo", "party:North")]
    [InlineData("accordingTo=party:north&accordingTo=publisher:", "/accordingTo", "publisher:")]
    [InlineData("standing=disputed", "/standing", "disputed")]
    [InlineData("standing=undisputed&standing=undisputed", "/standing", "twice")]
    [InlineData("recordedUntil=@1&recordedUntil=@2", "/recordedUntil", "twice")]
    [InlineData("occuredUntil=2025-01-01", "/occuredUntil", "occurredUntil")]
    [InlineData("OccurredUntil=2025-01-01", "/OccurredUntil", "occurredUntil")]
    public async Task A_lens_that_is_none_is_refused_by_every_view(string query, string pointer, string word)
    {
        var negotiation = await talks.Open();
        foreach (var path in Views.Append("history").Select(v => $"/{v}").Append(""))
            (await Get($"/negotiations/{negotiation}{path}?{query}"))
                .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
                .ShouldName(pointer, word);
    }

    [Theory]
    [InlineData("/history?type=treaty_signed", "/type", "treaty_signed")]
    [InlineData("/history?limit=0", "/limit", "0")]
    [InlineData("/history?limit=1001", "/limit", "1001")]
    [InlineData("/history?limit=ten", "/limit", "ten")]
    [InlineData("/history?after=-1", "/after", "-1")]
    [InlineData("/history?after=x", "/after", "x")]
    [InlineData("/history?speaker=a&speaker=b", "/speaker", "twice")]
    [InlineData("/status?type=team_recalled", "/type", "type")]
    public async Task A_filter_that_is_none_is_refused(string query, string pointer, string word)
    {
        var negotiation = await talks.Open();
        (await Get($"/negotiations/{negotiation}{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "query").ShouldName(pointer, word);
    }

    [Theory]
    [InlineData("/negotiations?phase=angry", "/phase", "angry")]
    [InlineData("/negotiations?limit=0", "/limit", "0")]
    [InlineData("/negotiations?after=No%20Slug", "/after", "No Slug")]
    [InlineData("/negotiations?after=%00", "/after", "no")]
    [InlineData("/negotiations?recordedUntil=@1", "/recordedUntil", "recordedUntil")]
    [InlineData("/sources?limit=501", "/limit", "501")]
    [InlineData("/sources?after=No%20Slug", "/after", "No Slug")]
    [InlineData("/speakers?after=%00", "/after", "no")]
    [InlineData("/speakers/envoy?x=1", "/x", "x")]
    public async Task A_list_refuses_what_it_does_not_know(string path, string pointer, string word) =>
        (await Get(path)).ShouldBeProblem(HttpStatusCode.BadRequest, "query").ShouldName(pointer, word);

    [Fact]
    public async Task A_dry_run_is_true_or_false_and_nothing_else()
    {
        var negotiation = await talks.Open();
        (await _server.Post($"/negotiations/{negotiation}/developments?dryRun=yes", Statement("x")))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName("/dryRun", "yes");
        (await _server.Post("/negotiations?dryRun=yes", Opening("never")))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName("/dryRun", "yes");
        (await _server.Post("/imports?dryRun=maybe", new System.Text.Json.Nodes.JsonObject()))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName("/dryRun");
    }

    [Theory]
    [InlineData("/negotiations/atlantis")]
    [InlineData("/negotiations/Atlantis")]
    [InlineData("/negotiations/atlantis%2Fx")]
    [InlineData("/negotiations/atlantis/status")]
    [InlineData("/negotiations/atlantis/history")]
    [InlineData("/negotiations/source:report/history")]
    [InlineData("/negotiations/talks-1/rumours")]
    [InlineData("/sources/atlantis")]
    [InlineData("/sources/%20")]
    [InlineData("/speakers/atlantis")]
    [InlineData("/rumours")]
    [InlineData("/openapi/v2.json")]
    [InlineData("/")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        var problem = (await Get(path)).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
        problem["title"]!.GetValue<string>().ShouldBe("Not found.");
    }

    [Fact]
    public async Task Nothing_is_recorded_of_what_does_not_exist()
    {
        var head = await _server.Head();
        (await _server.Post("/negotiations/atlantis/developments", Statement("x"))).ShouldBeProblem(HttpStatusCode.NotFound, "missing")[
            "detail"
        ]!
            .GetValue<string>()
            .ShouldContain("atlantis");
        (
            await _server.Post(
                "/sources/atlantis/corrections",
                new JsonObject
                {
                    ["patch"] = new JsonObject { ["title"] = "x" },
                    ["reason"] = "x",
                }
            )
        ).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
        (await _server.Post("/speakers/atlantis/roles", new JsonObject { ["title"] = "x" })).ShouldBeProblem(
            HttpStatusCode.NotFound,
            "missing"
        );
        (await _server.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("DELETE", "/negotiations/talks-1", "GET")]
    [InlineData("PUT", "/negotiations/talks-1/developments", "POST")]
    [InlineData("GET", "/negotiations/talks-1/developments", "POST")]
    [InlineData("POST", "/negotiations/talks-1/status", "GET")]
    [InlineData("PATCH", "/sources", "GET")]
    [InlineData("OPTIONS", "/negotiations", "POST")]
    public async Task A_method_that_an_address_does_not_know_is_refused_with_those_it_knows(string method, string path, string allowed)
    {
        var head = await _server.Head();
        var reply = await _server.Send(new(method), path, method is "GET" or "OPTIONS" ? null : "{}");
        reply.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method")["detail"]!.GetValue<string>().ShouldContain(method);
        reply.ContentHeaders.Allow.ShouldContain(allowed);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_a_body()
    {
        var negotiation = await talks.Open();
        foreach (
            var path in new[]
            {
                $"/negotiations/{negotiation}",
                $"/negotiations/{negotiation}/status",
                $"/negotiations/{negotiation}/history",
                "/negotiations",
                "/sources",
                "/health/live",
                "/health/ready",
            }
        )
        {
            var (get, head) = (await Get(path), await _server.Send(HttpMethod.Head, path));
            head.Status.ShouldBe(HttpStatusCode.OK, path);
            head.Text.ShouldBeEmpty();
            head.ETag.ShouldBe(get.ETag);
            head.MediaType.ShouldBe(get.MediaType);
        }

        (await _server.Send(HttpMethod.Head, "/negotiations/atlantis")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Send(HttpMethod.Head, $"/negotiations/{negotiation}/status?standing=x")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _server.Send(HttpMethod.Head, $"/negotiations/{negotiation}/developments")).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("If-Match", "7")]
    [InlineData("If-Match", "\"seven\"")]
    [InlineData("If-Match", "W/\"7\"")]
    [InlineData("If-Match", "\"\"")]
    [InlineData("If-Match", "\"-1\"")]
    [InlineData("If-Match", "\"99999999999999999999\"")]
    [InlineData("If-Match", "\"4\", \"5\"")]
    [InlineData("Idempotency-Key", "bare")]
    [InlineData("Idempotency-Key", "\"\"")]
    [InlineData("Idempotency-Key", "\"a\", \"b\"")]
    [InlineData("Idempotency-Key", "\"a\\b\"")]
    public async Task A_header_that_is_not_of_its_form_is_refused(string name, string value)
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        var problem = (await _server.Post($"/negotiations/{negotiation}/developments", Statement("x"), (name, value))).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "header"
        );
        problem["detail"]!.GetValue<string>().ShouldContain(name);
        problem["detail"]!.GetValue<string>().ShouldContain(value);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task An_idempotency_key_has_its_form_on_every_write()
    {
        var head = await _server.Head();
        var longest = "\"" + new string('k', 256) + "\"";
        foreach (
            var (path, body) in new[]
            {
                ("/negotiations", Opening("never")),
                ("/sources", Source("never")),
                ("/speakers", Speaker("never")),
                ("/sources/report/corrections", Correction()),
                ("/speakers/envoy/roles", Role()),
            }
        )
            (await _server.Post(path, body, ("Idempotency-Key", longest))).ShouldBeProblem(HttpStatusCode.BadRequest, "header");
        (await _server.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("Host", "ledger.example")]
    [InlineData("Host", "127.0.0.1.ledger.example")]
    [InlineData("Origin", "https://ledger.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost.ledger.example")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "http://127.0.0.1")]
    public async Task A_request_that_another_site_may_have_caused_is_refused(string name, string value)
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        (await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}", body: null, (name, value))).ShouldBeProblem(
            HttpStatusCode.Forbidden,
            "foreign"
        )["detail"]!
            .GetValue<string>()
            .ShouldContain(value);
        (await _server.Post($"/negotiations/{negotiation}/developments", Statement("x"), (name, value))).ShouldBeProblem(
            HttpStatusCode.Forbidden,
            "foreign"
        );
        (await _server.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("Host", "localhost:9")]
    [InlineData("Host", "LOCALHOST")]
    [InlineData("Host", "[::1]:9")]
    public async Task A_request_from_this_machine_is_answered(string name, string value) =>
        (await _server.Send(HttpMethod.Get, "/negotiations", body: null, (name, value))).Status.ShouldBe(HttpStatusCode.OK);

    private Task<Reply> Get(string path) => _server.Send(HttpMethod.Get, path);
}
