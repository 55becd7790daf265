using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>A dry run says what would happen, exactly, and writes nothing.</summary>
public sealed class DryRunTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private static readonly string[] Views = ["status", "demands", "proposals", "matrix", "timeline"];

    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task The_change_it_foretells_is_the_change_that_comes()
    {
        var negotiation = await talks.Open();
        await talks.Record(
            negotiation,
            new JsonArray(Offer("plan"), Development("team_dispatched", ("party", "north")), Statement("a/b~c"))
        );
        var target = (await _server.History(negotiation))[^1]["id"]!.GetValue<string>();
        foreach (var body in Bodies(target))
        {
            var before = await Answers(negotiation);
            var head = await _server.Head();
            var dry = await _server.Post($"/negotiations/{negotiation}/developments?dryRun=true", body);
            dry.Status.ShouldBe(HttpStatusCode.OK, dry.Text);
            (await _server.Head()).ShouldBe(head);
            var recorded = await talks.Record(negotiation, body);
            dry.Json!["records"]!
                .AsArray()
                .Select(r => r!["warnings"]!.ToJsonString())
                .ShouldBe(recorded.Json!["records"]!.AsArray().Select(r => r!["warnings"]!.ToJsonString()));
            var after = await Answers(negotiation);
            foreach (var view in Views)
            {
                var foretold = JsonPatch.Apply(before[view], dry.Json["changes"]![view]!.AsArray());
                JsonNode
                    .DeepEquals(foretold, after[view])
                    .ShouldBeTrue($"{view} after {body.ToJsonString()}:\n{foretold.ToJsonString()}\n{after[view].ToJsonString()}");
            }
        }
    }

    [Fact]
    public async Task Its_problems_are_those_of_recording()
    {
        var negotiation = await talks.Open();
        var body = Development("team_recalled", ("party", "east"), ("occurred", "soon"));
        var dry = await _server.Post($"/negotiations/{negotiation}/developments?dryRun=true", body);
        dry.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid").ShouldName("/party", "east");
        dry.Text.ShouldBe((await _server.Post($"/negotiations/{negotiation}/developments", body)).Text);
        (await _server.Post("/negotiations/atlantis/developments?dryRun=true", Statement("x"))).ShouldBeProblem(
            HttpStatusCode.NotFound,
            "missing"
        );
    }

    [Fact]
    public async Task A_record_that_stands_already_changes_nothing()
    {
        var negotiation = await talks.Open();
        var body = Development("team_recalled", ("party", "north"), ("id", NewId()), ("after", new JsonArray("never")));
        var retraction = new JsonObject
        {
            ["type"] = "assertion_retracted",
            ["id"] = NewId(),
            ["assertion"] = body["id"]!.DeepClone(),
            ["reason"] = "x",
        };
        await talks.Record(negotiation, new JsonArray(body.DeepClone(), retraction.DeepClone()));
        foreach (var again in new JsonNode[] { body, retraction })
        {
            var dry = await _server.Post($"/negotiations/{negotiation}/developments?dryRun=true", again);
            dry.Status.ShouldBe(HttpStatusCode.OK, dry.Text);
            foreach (var view in Views)
                dry.Json!["changes"]![view]!.AsArray().ShouldBeEmpty(view);
        }
    }

    [Fact]
    public async Task An_id_that_stands_for_something_else_is_taken_for_a_dry_run_too()
    {
        var (negotiation, other) = (await talks.Open(), await talks.Open());
        var id = NewId();
        await talks.Record(negotiation, Statement("one", ("id", id)));
        foreach (
            var (where, body) in new (string, JsonNode)[]
            {
                (negotiation, Statement("two", ("id", id))),
                (other, Statement("one", ("id", id))),
                (negotiation, new JsonArray(Statement("one", ("id", id)), Statement("new"))),
            }
        )
            (await _server.Post($"/negotiations/{where}/developments?dryRun=true", body)).ShouldBeProblem(HttpStatusCode.Conflict, "taken");
    }

    [Fact]
    public async Task It_uses_up_no_key()
    {
        var negotiation = await talks.Open();
        (
            await _server.Post($"/negotiations/{negotiation}/developments?dryRun=true", Statement("dry"), ("Idempotency-Key", "\"dry\""))
        ).Status.ShouldBe(HttpStatusCode.OK);
        (await talks.Record(negotiation, Statement("wet"), ("Idempotency-Key", "\"dry\""))).Version.ShouldBe(5);
        (await _server.Post($"/negotiations/{negotiation}/developments?dryRun=false", Statement("wet"))).Status.ShouldBe(
            HttpStatusCode.Created
        );
    }

    [Fact]
    public async Task An_opening_is_tried_as_it_will_be_and_writes_nothing()
    {
        var opening = Opening("tried");
        var head = await _server.Head();
        var dry = await _server.Post("/negotiations?dryRun=true", opening, ("Idempotency-Key", "\"tried\""));
        dry.Status.ShouldBe(HttpStatusCode.OK, dry.Text);
        dry.Json!["negotiation"]!.GetValue<string>().ShouldBe("tried");
        dry.Version.ShouldBe(0);
        (await _server.Head()).ShouldBe(head);
        (await _server.Send(HttpMethod.Get, "/negotiations/tried")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");

        var opened = await _server.Post("/negotiations", opening, ("Idempotency-Key", "\"tried\""));
        opened.Status.ShouldBe(HttpStatusCode.Created, opened.Text);
        Said(dry).ShouldBe(Said(opened));
        dry.Json["changes"]!["status"]!.ToJsonString().ShouldContain("North");

        (await _server.Post("/negotiations?dryRun=true", opening)).ShouldBeProblem(HttpStatusCode.Conflict, "taken");

        static IEnumerable<string> Said(Reply reply) =>
            reply.Json!["records"]!.AsArray().Select(r => $"{r!["type"]} {r["warnings"]?.ToJsonString()}");
    }

    [Fact]
    public async Task The_problems_of_an_opening_that_is_tried_are_those_of_opening()
    {
        var opening = Opening("wrong");
        opening["zone"] = "Middle/Earth";
        opening["occurred"] = "soon";
        opening["parties"]![0]!["role"] = "nobody";
        var dry = await _server.Post("/negotiations?dryRun=true", opening);
        dry.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid").ShouldName("/occurred", "soon");
        dry.Text.ShouldBe((await _server.Post("/negotiations", opening)).Text);
        (await _server.Post("/negotiations?dryRun=perhaps", Opening("wrong"))).ShouldBeProblem(HttpStatusCode.BadRequest, "query");
    }

    private static IEnumerable<JsonNode> Bodies(string target) =>
        [
            Development("team_recalled", ("party", "north"), ("id", NewId())),
            Development("proposal_rejected", ("proposal", "plan"), ("by", "south"), ("id", NewId()), ("terms", new JsonArray("border"))),
            Development(
                "demand_stated",
                ("demand", "line"),
                ("party", "south"),
                ("issue", "border"),
                ("text", "The old line."),
                ("id", NewId())
            ),
            Development("talks_collapsed", ("id", NewId()), ("occurred", "2024-12-31"), ("after", new JsonArray("nothing-known"))),
            new JsonArray(
                With(Offer("other"), ("id", NewId())),
                Development("proposal_accepted", ("proposal", "other"), ("by", "south"), ("extent", "full"), ("id", NewId()))
            ),
            new JsonObject
            {
                ["type"] = "assertion_corrected",
                ["id"] = NewId(),
                ["assertion"] = target,
                ["patch"] = new JsonObject { ["text"] = "c~b/a" },
                ["reason"] = "A slip.",
            },
            new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["id"] = NewId(),
                ["assertion"] = target,
                ["reason"] = "Twice.",
            },
        ];

    private async Task<Dictionary<string, JsonNode>> Answers(string negotiation)
    {
        var answers = new Dictionary<string, JsonNode>();
        foreach (var view in Views)
            answers[view] = (await _server.Get($"/negotiations/{negotiation}/{view}"))["answer"]!;
        return answers;
    }
}
