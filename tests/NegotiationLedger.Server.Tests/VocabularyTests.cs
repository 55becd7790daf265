using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Vocabulary;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>The vocabulary explains itself, and what it says is what the server takes.</summary>
public sealed class VocabularyTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task Every_type_has_its_meaning_and_every_field_and_value_of_it_too()
    {
        var types = (await _server.Get("/vocabulary"))["types"]!.AsArray();
        types.Select(t => t!["type"]!.GetValue<string>()).ShouldBe(EventNames.All.Select(n => n.Name));
        List<string> unexplained = [];
        foreach (var type in EventNames.All.Select(n => n.Name))
        {
            var answer = await _server.Get($"/vocabulary/{type}");
            if (answer["meaning"] is null)
                unexplained.Add(type);
            unexplained.AddRange(Unexplained(type, answer["fields"]!.AsArray()));
        }

        unexplained.Distinct().ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_example_can_be_posted_and_says_just_its_fields()
    {
        // Whoever is named is registered first.
        var types = (await _server.Get("/vocabulary"))["types"]!
            .AsArray()
            .OrderBy(t => t!["kind"]!.GetValue<string>() != "registration")
            .Select(t => t!["type"]!.GetValue<string>());
        await _server.Post(
            "/sources",
            new JsonObject
            {
                ["source"] = "wire-report",
                ["kind"] = "article",
                ["title"] = "Wire",
            }
        );
        await _server.Load("doha-2025");
        await _server.OpenCopyOfDoha("explained");
        var known = (await _server.History("explained"))[0]["id"]!.GetValue<string>();
        foreach (var type in types)
        {
            var answer = await _server.Get($"/vocabulary/{type}");
            var example = answer["example"]!.AsObject();
            var fields = answer["fields"]!.AsArray().Select(f => f!["name"]!.GetValue<string>()).ToList();
            example.Select(m => m.Key).Except(["type"]).Except(fields).ShouldBeEmpty(type);
            if (example.ContainsKey("assertion"))
                example["assertion"] = known;
            if (type == "assertion_corrected")
                example["patch"] = new JsonObject { ["title"] = "Other talks" };
            var reply = await _server.Post(PathOf(answer), example);
            reply.Status.ShouldBe(HttpStatusCode.Created, $"{type}: {reply.Text}");
            known =
                type.StartsWith("assertion_", StringComparison.Ordinal) || answer["kind"]!.GetValue<string>() != "development"
                    ? known
                    : (await _server.History("explained"))[0]["id"]!.GetValue<string>();
        }
    }

    [Fact]
    public async Task A_field_is_required_when_a_record_without_it_is_refused_for_that_and_only_then()
    {
        await _server.Post(
            "/sources",
            new JsonObject
            {
                ["source"] = "wire-report",
                ["kind"] = "article",
                ["title"] = "Wire",
            }
        );
        (await _server.Post("/negotiations", Opening("required"))).Status.ShouldBe(HttpStatusCode.Created);
        foreach (var row in EventNames.All.Where(n => n.Type.IsSubclassOf(typeof(Development))))
        {
            var answer = await _server.Get($"/vocabulary/{row.Name}");
            foreach (var field in answer["fields"]!.AsArray())
            {
                var (name, example) = (field!["name"]!.GetValue<string>(), answer["example"]!.DeepClone().AsObject());
                example.Remove(name);
                var reply = await _server.Post("/negotiations/required/developments?dryRun=true", example);
                var isMissed =
                    reply.Status == HttpStatusCode.BadRequest
                    && reply.Json!["errors"]!
                        .AsArray()
                        .Any(e =>
                            e!["pointer"]!.GetValue<string>() == $"/{name}"
                            && e["detail"]!.GetValue<string>().Contains("required", StringComparison.Ordinal)
                        );
                isMissed.ShouldBe(field["isRequired"]!.GetValue<bool>(), $"{row.Name} without {name}: {reply.Text}");
            }
        }
    }

    [Fact]
    public async Task A_type_that_is_none_is_answered_with_those_like_it()
    {
        var reply = await _server.Send(HttpMethod.Get, "/vocabulary/proposal_refused");
        reply.Status.ShouldBe(HttpStatusCode.NotFound);
        reply.Json!["detail"]!.GetValue<string>().ShouldContain("proposal_rejected");
    }

    [Fact]
    public async Task At_the_terminal_a_type_is_explained_and_written_to_fill_in()
    {
        var explained = await Ledger("types", "proposal_rejected");
        foreach (
            var told in new[]
            {
                "A party turned a proposal down",
                "attribution.assertedOn",
                "required",
                "CAMEO 127",
                "\"type\": \"proposal_rejected\"",
            }
        )
            explained.ShouldContain(told);
        (await Ledger("types")).ShouldContain("team_recalled");
        var lenient = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        foreach (var row in EventNames.All)
        {
            var template = await Ledger("new", row.Name);
            var fields = (await _server.Get($"/vocabulary/{row.Name}"))["fields"]!.AsArray();
            var type = row.Type.IsSubclassOf(typeof(Registration)) ? Enumerable.Empty<string>() : ["type"];
            JsonNode
                .Parse(template, documentOptions: lenient)!
                .AsObject()
                .Select(m => m.Key)
                .ShouldBe(
                    type.Concat(fields.Where(f => f!["isRequired"]!.GetValue<bool>()).Select(f => f!["name"]!.GetValue<string>())),
                    row.Name
                );
            // With every comment that is a field made one, all of them are there.
            var all = string.Join(
                '\n',
                template
                    .Split('\n')
                    .Select(l => l.StartsWith("  // \"", StringComparison.Ordinal) ? l.Replace("// ", "", StringComparison.Ordinal) : l)
            );
            JsonNode
                .Parse(all, documentOptions: lenient)!
                .AsObject()
                .Select(m => m.Key)
                .ShouldBe(type.Concat(fields.Select(f => f!["name"]!.GetValue<string>())), row.Name);
        }
    }

    private async Task<string> Ledger(params string[] words)
    {
        var (code, said) = await Terminal.Run(_server, words);
        code.ShouldBe(0, said);
        return said;
    }

    private static string PathOf(JsonNode type) =>
        type["postTo"]!
            .GetValue<string>()
            .Replace("/negotiations/{id}", "/negotiations/explained", StringComparison.Ordinal)
            .Replace("/sources/{id}", "/sources/joint-communique", StringComparison.Ordinal)
            .Replace("/speakers/{id}", "/speakers/chief-negotiator", StringComparison.Ordinal);

    private static IEnumerable<string> Unexplained(string place, JsonArray fields) =>
        fields.SelectMany(field =>
        {
            var at = $"{place}/{field!["name"]}";
            return (field["meaning"] is null ? [at] : Enumerable.Empty<string>())
                .Concat((field["values"] as JsonObject ?? []).Where(v => v.Value is null).Select(v => $"{at}={v.Key}"))
                .Concat(Unexplained(at, field["fields"] as JsonArray ?? []));
        });
}
