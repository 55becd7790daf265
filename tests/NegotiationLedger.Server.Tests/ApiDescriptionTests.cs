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
                    "/vocabulary",
                    "/drafts",
                    "/drafts/{id}",
                    "/drafts/{id}/accept",
                    "/drafts/{id}/reject",
                    "/vocabulary/{type}",
                    "/negotiations",
                    "/negotiations/{id}",
                    "/negotiations/{id}/developments",
                    "/negotiations/{id}/imports",
                    "/negotiations/{id}/export",
                    "/loads",
                    "/imports",
                    "/imports/proposals",
                    "/negotiations/{id}/status",
                    "/negotiations/{id}/demands",
                    "/negotiations/{id}/proposals",
                    "/negotiations/{id}/agreements",
                    "/negotiations/{id}/matrix",
                    "/negotiations/{id}/timeline",
                    "/negotiations/{id}/replay",
                    "/negotiations/{id}/diff",
                    "/negotiations/{id}/changes",
                    "/negotiations/{id}/history",
                    "/feed",
                    "/webhooks",
                    "/webhooks/{id}",
                    "/webhooks/{id}/rotation",
                    "/webhooks/{id}/enable",
                    "/webhooks/{id}/alerts",
                    "/webhooks/{id}/letters",
                    "/webhooks/{id}/letters/redelivery",
                    "/feed.atom",
                    "/calendar.ics",
                    "/negotiations/{id}/feed.atom",
                    "/negotiations/{id}/calendar.ics",
                    "/assertions",
                    "/assertions/{eventId}",
                    "/sources",
                    "/sources/{id}",
                    "/sources/{id}/corrections",
                    "/sources/{id}/text",
                    "/speakers",
                    "/speakers/{id}",
                    "/speakers/{id}/roles",
                    "/health/live",
                    "/health/ready",
                    "/projections",
                    "/projections/{name}/check",
                    "/projections/{name}/retry",
                    "/projections/{name}/rebuild",
                    "/sessions",
                    "/sessions/{id}",
                    "/whoami",
                    "/keys",
                    "/keys/{id}",
                    "/keys/{id}/rotation",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Every_operation_says_which_credentials_it_takes_and_how_it_refuses()
    {
        var document = await server.Get("/openapi/v1.json");
        document["components"]!["securitySchemes"]!.AsObject().Select(s => s.Key).ShouldBe(["key", "token"], ignoreOrder: true);
        foreach (var (path, methods) in document["paths"]!.AsObject())
        foreach (var (method, operation) in methods!.AsObject())
        {
            var problems = operation!["responses"]!
                .AsObject()
                .Where(r => r.Key[0] is '4' or '5')
                .SelectMany(r => r.Value!["description"]!.GetValue<string>().Split(", ").Select(type => $"{r.Key} {type.Split(':')[^1]}"))
                .ToList();
            problems.ShouldContain("429 too-many-requests", $"{method} {path}");
            var isOpen = path.StartsWith("/health/", StringComparison.Ordinal);
            operation["security"]
                ?.AsArray()
                .SelectMany(s => s!.AsObject().Select(m => m.Key))
                .ShouldBe(isOpen ? [] : ["key", "token"], $"{method} {path}");
            foreach (var refusal in (string[])["401 unauthenticated", "403 forbidden", "503 issuer-unavailable"])
                problems.Contains(refusal).ShouldBe(!isOpen, $"{method} {path}: {refusal}");
        }
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
    public async Task Recording_describes_every_type_with_the_fields_that_it_takes_and_needs_each_explained()
    {
        var document = await server.Get("/openapi/v1.json");
        var one = document["paths"]!["/negotiations/{id}/developments"]!["post"]!["requestBody"]!["content"]!["application/json"]![
            "schema"
        ]!["anyOf"]![0]!;
        one["discriminator"]!["propertyName"]!.GetValue<string>().ShouldBe("type");
        foreach (var row in EventNames.All.Where(n => !n.Type.IsSubclassOf(typeof(Registration))))
        {
            one["discriminator"]!["mapping"]![row.Name]!.GetValue<string>().ShouldBe($"#/components/schemas/{row.Name}");
            var schema = document["components"]!["schemas"]![row.Name]!;
            var fields = (await server.Get($"/vocabulary/{row.Name}"))["fields"]!.AsArray();
            var properties = schema["properties"]!.AsObject();
            properties
                .Select(p => p.Key)
                .ShouldBe(fields.Select(f => f!["name"]!.GetValue<string>()).Concat(["type", "id"]), ignoreOrder: true);
            schema["required"]!
                .AsArray()
                .Select(r => r!.GetValue<string>())
                .ShouldBe(
                    fields.Where(f => f!["isRequired"]!.GetValue<bool>()).Select(f => f!["name"]!.GetValue<string>()).Append("type"),
                    ignoreOrder: true,
                    row.Name
                );
            properties["type"]!["const"]!.GetValue<string>().ShouldBe(row.Name);
            foreach (var (name, property) in properties.Where(p => p.Key != "type"))
                Explained(document, property!).ShouldNotBeNullOrWhiteSpace($"{row.Name}/{name}");
        }
    }

    [Theory]
    [InlineData("/sources", "source_registered")]
    [InlineData("/sources/{id}/corrections", "source_corrected")]
    [InlineData("/sources/{id}/text", "source_text_added")]
    [InlineData("/speakers", "speaker_registered")]
    [InlineData("/speakers/{id}/roles", "speaker_role_changed")]
    public async Task Registering_describes_just_the_fields_that_are_taken(string path, string type)
    {
        var document = await server.Get("/openapi/v1.json");
        var schema = document["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
        var fields = (await server.Get($"/vocabulary/{type}"))["fields"]!.AsArray().Select(f => f!["name"]!.GetValue<string>());
        schema["properties"]!.AsObject().Select(p => p.Key).ShouldBe(fields, ignoreOrder: true);
        // What it calls required is: without any of those it is refused for that field.
        var id = await Registered();
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()))
        {
            var example = (await server.Get($"/vocabulary/{type}"))["example"]!.AsObject();
            example.Remove(name);
            var reply = await server.Post(
                path.Replace("{id}", id[path.StartsWith("/sources", StringComparison.Ordinal) ? 0 : 1], StringComparison.Ordinal),
                example
            );
            reply.Text.ShouldContain($"/{name}");
            ((int)reply.Status).ShouldBe(400);
        }
    }

    [Fact]
    public async Task A_parameter_that_is_described_as_required_is()
    {
        var document = await server.Get("/openapi/v1.json");
        var required = document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (Path: path.Key, Method: method.Key, Operation: method.Value!)))
            .SelectMany(o => (o.Operation["parameters"] as JsonArray ?? []).Select(p => (o.Path, o.Method, Parameter: p!)))
            .Where(p => p.Parameter["in"]!.GetValue<string>() == "query" && p.Parameter["required"]?.GetValue<bool>() == true)
            .ToList();
        required.Select(p => $"{p.Method} {p.Path}").ShouldBe(["get /negotiations/{id}/changes", "delete /sessions"], ignoreOrder: true);
        foreach (var (path, method, parameter) in required)
            (await server.Send(new(method.ToUpperInvariant()), path.Replace("{id}", "doha-2025", StringComparison.Ordinal)))
                .ShouldBeProblem(System.Net.HttpStatusCode.BadRequest, "query")
                .ShouldName($"/{parameter["name"]}", "such as");
    }

    private async Task<string[]> Registered()
    {
        await server.Post(
            "/sources",
            new JsonObject
            {
                ["source"] = "described",
                ["kind"] = "article",
                ["title"] = "Described",
            }
        );
        await server.Post(
            "/speakers",
            new JsonObject
            {
                ["speaker"] = "described",
                ["identity"] = "named",
                ["name"] = "Described",
            }
        );
        return ["described", "described"];
    }

    // Beside a reference, or where it leads; of a list, its items.
    private static string? Explained(JsonNode document, JsonNode schema) =>
        schema["description"]?.GetValue<string>()
        ?? (
            schema["$ref"]?.GetValue<string>() is { } reference
                ? Explained(document, reference[2..].Split('/').Aggregate(document, (node, part) => node[part]!))
                : (schema["oneOf"] as JsonArray ?? [])
                    .OfType<JsonObject>()
                    .Select(o => Explained(document, o))
                    .FirstOrDefault(e => e is not null)
        );

    [Fact]
    public async Task Opening_describes_the_home_time_zone_and_a_round_is_a_number_or_a_name()
    {
        var document = await server.Get("/openapi/v1.json");
        var opening = document["paths"]!["/negotiations"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
        opening["properties"]!["zone"].ShouldNotBeNull();
        document["components"]!.ToJsonString().ShouldContain("America/Los_Angeles");
        document["components"]!.ToJsonString().ShouldContain("COP 1");
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

    // That an answer is described is held against every answer that any test is given.
    [Fact]
    public async Task Every_operation_names_its_statuses_and_the_types_of_its_problems()
    {
        foreach (var (path, operations) in (await server.Get("/openapi/v1.json"))["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var answers = operation!["responses"]!.AsObject();
                answers.ShouldNotContainKey("default", $"{method} {path}");
                answers.ShouldContain(a => a.Key.StartsWith('2'), $"{method} {path}");
                foreach (var (status, answer) in answers.Where(a => a.Key[0] is '4' or '5'))
                {
                    answer!["content"]!["application/problem+json"].ShouldNotBeNull($"{method} {path} {status}");
                    answer["description"]!
                        .GetValue<string>()
                        .Split(", ")
                        .ShouldAllBe(type => type.StartsWith("urn:negotiation-ledger:problem:", StringComparison.Ordinal));
                }
            }
        }
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
