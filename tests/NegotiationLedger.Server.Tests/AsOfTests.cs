using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>An answer says as of when it is, shows what has ended by then as ended, and when it will change by itself.</summary>
public sealed class AsOfTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task What_is_over_today_is_shown_as_over_and_as_running_on_a_day_when_it_was()
    {
        var negotiation = await talks.Open();
        await talks.Record(
            negotiation,
            new JsonArray(
                Development("talks_convened", ("occurred", "2024-01-02/2024-01-04"), ("parties", new JsonArray("north", "south"))),
                Development(
                    "ceasefire_began",
                    ("occurred", "2024-01-20"),
                    ("until", "2024-02-05"),
                    ("parties", new JsonArray("north", "south"))
                )
            )
        );
        var today = await Status(negotiation);
        Phase(today).ShouldBe("out_of_session");
        Hostilities(today).ShouldBe("ceasefire_over");
        Instant(today["asOf"]!).ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(-1));
        today["nextChangeAt"].ShouldBeNull();
        var then = await Status(negotiation, "?occurredUntil=2024-01-03");
        Phase(then).ShouldBe("in_session");
        then["asOf"]!.GetValue<string>().ShouldStartWith("2024-01-03T23:59:59");
        Hostilities(await Status(negotiation, "?occurredUntil=2024-02-01")).ShouldBe("ceasefire");
    }

    [Fact]
    public async Task A_list_is_judged_when_it_is_read()
    {
        var over = await talks.Open();
        await talks.Record(over, Development("talks_convened", ("occurred", "2024-01-02/2024-01-04")));
        var open = await talks.Open();
        await talks.Record(open, Development("talks_convened", ("occurred", "2024-01-02")));
        // As it is folded while the list is behind, and as the list has it.
        await ShouldBeJudged(over, open);
        while ((await _server.Get("/projections"))["projections"]!.AsArray().Any(p => p!["lag"]!.GetValue<long>() > 0))
            await Task.Yield();
        await ShouldBeJudged(over, open);
    }

    [Fact]
    public async Task A_document_is_judged_when_it_is_read()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Development("talks_convened", ("occurred", "2024-01-02/2024-01-04")));
        var live = await Status(negotiation);
        await using var beside = await RunningServer.Beside(_server);
        JsonObject elsewhere;
        do elsewhere = (JsonObject)(await beside.Send(HttpMethod.Get, $"/negotiations/{negotiation}/status")).Json!;
        while (elsewhere["version"]!.GetValue<long>() != live["version"]!.GetValue<long>());
        elsewhere["answer"]!.ToJsonString().ShouldBe(live["answer"]!.ToJsonString());
    }

    [Fact]
    public async Task What_will_end_says_when_and_its_entity_tag_lasts_until_then()
    {
        var negotiation = await talks.Open();
        var end = DateTimeOffset.UtcNow.AddYears(2).Year;
        await talks.Record(
            negotiation,
            Development("ceasefire_began", ("occurred", "2024-01-20"), ("until", $"{end}"), ("parties", new JsonArray("north")))
        );
        var status = await Status(negotiation);
        Instant(status["nextChangeAt"]!).Year.ShouldBe(end + 1);
        var path = $"/negotiations/{negotiation}/status";
        var tag = (await _server.Send(HttpMethod.Get, path)).ETag!;
        (await _server.Send(HttpMethod.Get, path, body: null, ("If-None-Match", tag))).Status.ShouldBe(HttpStatusCode.NotModified);
        var after = await Status(negotiation, $"?occurredUntil={end + 1}");
        Hostilities(after).ShouldBe("ceasefire_over");
        after["asOf"]!.GetValue<string>().ShouldStartWith($"{end + 1}-12-31");
    }

    private async Task ShouldBeJudged(string over, string open)
    {
        (await Listed("out_of_session")).ShouldContain(over);
        (await Listed("out_of_session")).ShouldNotContain(open);
        (await Listed("in_session")).ShouldContain(open);
        (await Listed("in_session")).ShouldNotContain(over);
        var all = (await _server.Get("/negotiations?limit=500"))["negotiations"]!.AsArray();
        all.Single(n => n!["id"]!.GetValue<string>() == over)!["phase"]!.GetValue<string>().ShouldBe("out_of_session");
    }

    private async Task<IEnumerable<string>> Listed(string phase) =>
        (await _server.Get($"/negotiations?limit=500&phase={phase}"))["negotiations"]!.AsArray().Select(n => n!["id"]!.GetValue<string>());

    private async Task<JsonObject> Status(string negotiation, string query = "")
    {
        var reply = await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/status{query}");
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        return (JsonObject)reply.Json!;
    }

    private static string? Phase(JsonObject status) => status["answer"]!["phase"]?["value"]!.GetValue<string>();

    private static string? Hostilities(JsonObject status) =>
        status["answer"]!["parties"]!["north"]!["hostilities"]?["value"]!.GetValue<string>();

    private static DateTimeOffset Instant(JsonNode node) =>
        DateTimeOffset.Parse(node.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
}
