using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests;

/// <summary>The API as it describes itself.</summary>
public sealed class ApiDescriptionTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task It_is_OpenAPI_3_1_with_every_address()
    {
        var document = await server.Get("/openapi/v1.json");
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        document["paths"]!
            .AsObject()
            .Select(p => p.Key)
            .ShouldBe(
                [
                    "/negotiations",
                    "/negotiations/{id}",
                    "/negotiations/{id}/developments",
                    "/negotiations/{id}/imports",
                    "/negotiations/{id}/status",
                    "/negotiations/{id}/demands",
                    "/negotiations/{id}/proposals",
                    "/negotiations/{id}/agreements",
                    "/negotiations/{id}/matrix",
                    "/negotiations/{id}/timeline",
                    "/negotiations/{id}/replay",
                    "/negotiations/{id}/diff",
                    "/negotiations/{id}/history",
                    "/assertions",
                    "/assertions/{eventId}",
                    "/sources",
                    "/sources/{id}",
                    "/sources/{id}/corrections",
                    "/speakers",
                    "/speakers/{id}",
                    "/speakers/{id}/roles",
                    "/health/live",
                    "/health/ready",
                    "/projections",
                    "/projections/{name}/check",
                    "/projections/{name}/retry",
                    "/projections/{name}/rebuild",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Every_read_of_a_negotiation_takes_the_lens()
    {
        var paths = (await server.Get("/openapi/v1.json"))["paths"]!;
        foreach (var view in new[] { "", "/status", "/demands", "/proposals", "/matrix", "/timeline", "/history" })
        {
            var names = paths[$"/negotiations/{{id}}{view}"]!["get"]!["parameters"]!
                .AsArray()
                .Select(p => p!["name"]!.GetValue<string>())
                .ToList();
            foreach (var name in new[] { "occurredUntil", "assertedUntil", "recordedUntil", "accordingTo", "standing" })
                names.ShouldContain(name);
        }
    }

    [Fact]
    public async Task Recording_describes_every_type_of_development()
    {
        var document = await server.Get("/openapi/v1.json");
        var text = document["paths"]!["/negotiations/{id}/developments"]!["post"]!["requestBody"]!.ToJsonString();
        foreach (var row in EventNames.All.Where(n => !n.Type.IsSubclassOf(typeof(Registration))))
            text.ShouldContain($"\"const\":\"{row.Name}\"");
    }

    [Fact]
    public async Task Opening_describes_the_home_time_zone_and_a_round_is_a_number_or_a_name()
    {
        var document = await server.Get("/openapi/v1.json");
        var opening = document["paths"]!["/negotiations"]!["post"]!["requestBody"]!.ToJsonString();
        opening.ShouldContain("America/Los_Angeles");
        var recording = document["paths"]!["/negotiations/{id}/developments"]!["post"]!["requestBody"]!.ToJsonString();
        (recording + document["components"]!.ToJsonString()).ShouldContain("COP 1");
    }

    [Fact]
    public async Task Every_reference_in_it_leads_somewhere()
    {
        var document = await server.Get("/openapi/v1.json");
        var references = References(document).Distinct().ToList();
        references.ShouldNotBeEmpty();
        foreach (var reference in references)
            reference[2..].Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]).ShouldNotBeNull(reference);
    }

    [Fact]
    public async Task There_is_a_page_to_try_it()
    {
        using var page = await server.Http.GetAsync("/docs/index.html");
        page.IsSuccessStatusCode.ShouldBeTrue();
        (await page.Content.ReadAsStringAsync()).ShouldContain("swagger-ui");
    }

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.SelectMany(m => m.Key == "$ref" ? [m.Value!.GetValue<string>()] : References(m.Value)),
            JsonArray a => a.SelectMany(References),
            _ => [],
        };
}
