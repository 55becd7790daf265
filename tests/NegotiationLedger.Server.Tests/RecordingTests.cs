using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>What is recorded stands as it was sent, all of it or nothing, once.</summary>
public sealed class RecordingTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task One_development_is_recorded_with_its_place_and_where_to_read_it()
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        var reply = await talks.Record(negotiation, Statement("We are ready."));
        var record = reply.Json!["records"]!.AsArray().Single()!;
        record["sequence"]!.GetValue<long>().ShouldBe(head + 1);
        record["version"]!.GetValue<int>().ShouldBe(5);
        record["type"]!.GetValue<string>().ShouldBe("statement_made");
        record["recordedBy"]!.GetValue<string>().ShouldBe("local");
        record["recordedAt"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
        reply.ETag.ShouldBe("\"5\"");
        reply.Json["position"]!.GetValue<string>().ShouldBe($"@{head + 1}");
        var there = await _server.Get(reply.Headers.Location!.ToString());
        there["entries"]!.AsArray().Single()!["id"]!.GetValue<string>().ShouldBe(record["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_array_is_recorded_together_and_later_items_may_name_what_earlier_ones_introduce()
    {
        var negotiation = await talks.Open();
        var reply = await talks.Record(
            negotiation,
            new JsonArray(Offer("plan"), Development("proposal_rejected", ("proposal", "plan"), ("by", "south")), Statement("Well."))
        );
        var records = reply.Json!["records"]!.AsArray();
        records.Select(r => r!["version"]!.GetValue<int>()).ShouldBe([5, 6, 7]);
        records.Select(r => r!["recordedAt"]!.GetValue<string>()).Distinct().Count().ShouldBe(1);
        reply.Version.ShouldBe(7);
        reply.ETag.ShouldBe("\"7\"");
    }

    [Fact]
    public async Task One_bad_item_keeps_the_whole_array_out()
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        var bad = new JsonArray(Statement("a"), Development("team_recalled", ("party", "east")), Statement("b"));
        (await _server.Post($"/negotiations/{negotiation}/developments", bad))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName("/1/party", "east");
        (await _server.Head()).ShouldBe(head);
        (await _server.History(negotiation)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_thousand_are_recorded_together()
    {
        var negotiation = await talks.Open();
        var reply = await talks.Record(negotiation, new JsonArray([.. Enumerable.Range(0, 1000).Select(i => Statement($"Number {i}"))]));
        reply.Version.ShouldBe(1004);
    }

    [Fact]
    public async Task Warnings_come_with_the_record()
    {
        var negotiation = await talks.Open();
        var recall = await talks.Record(negotiation, Development("team_recalled", ("party", "north")));
        Warnings(recall, 0).ShouldBe(["recalled_without_team"]);
        var unverified = await talks.Record(negotiation, Statement("x", ("attribution", Quoted("never seen", "report"))));
        Warnings(unverified, 0).ShouldBe(["quote_unverified"]);
        var several = await talks.Record(
            negotiation,
            new JsonArray(
                Statement("fine"),
                Statement("later", ("occurred", "2025-02-01")),
                Statement("after", ("after", new JsonArray("unheard-of")))
            )
        );
        Warnings(several, 0).ShouldBeEmpty();
        Warnings(several, 1).ShouldBe(["occurred_after_asserted"]);
        Warnings(several, 2).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("quote", "quo\\u0074e")]
    [InlineData("attribution", "attr\\u0069bution")]
    [InlineData("source", "sour\\u0063e")]
    public async Task A_false_quotation_is_refused_however_its_members_are_spelled(string member, string spelled)
    {
        var negotiation = await talks.Open();
        var body = Statement("x", ("attribution", Quoted("Nobody ever said this."))).ToJsonString();
        var reply = await _server.Send(
            HttpMethod.Post,
            $"/negotiations/{negotiation}/developments",
            body.Replace($"\"{member}\":", $"\"{spelled}\":", StringComparison.Ordinal)
        );
        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        (await _server.History(negotiation)).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("patch")]
    [InlineData("p\\u0061tch")]
    public async Task A_false_quotation_is_refused_in_a_correction_and_in_a_correction_of_that(string spelled)
    {
        var negotiation = await talks.Open();
        var path = $"/negotiations/{negotiation}/developments";
        var said = (await talks.Record(negotiation, Statement("x"))).Json!["records"]![0]!["id"]!.GetValue<string>();
        var correction = new JsonObject
        {
            ["type"] = "assertion_corrected",
            ["assertion"] = said,
            ["reason"] = "A slip.",
            ["patch"] = new JsonObject { ["text"] = "y" },
        };
        var corrected = (await talks.Record(negotiation, correction)).Json!["records"]![0]!["id"]!.GetValue<string>();
        var head = await _server.Head();
        var falsely = new JsonObject { ["attribution"] = Quoted("Nobody ever said this.") };
        correction["patch"] = falsely.DeepClone();
        (await Sent(correction)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        correction["assertion"] = corrected;
        correction["patch"] = new JsonObject { ["patch"] = falsely };
        (await Sent(correction)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        (await _server.Head()).ShouldBe(head);

        Task<Reply> Sent(JsonObject body) =>
            _server.Send(HttpMethod.Post, path, body.ToJsonString().Replace("\"patch\":", $"\"{spelled}\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_quotation_in_the_source_is_kept_with_its_place_in_code_points()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Statement("x", ("attribution", Quoted("Nobody \n followed."))));
        var quote = (await _server.History(negotiation))[^1]["data"]!["attribution"]!["quote"]!;
        quote["exact"]!.GetValue<string>().ShouldBe("Nobody followed.");
        quote["check"]!.GetValue<string>().ShouldBe("verified");
        var runes = TalksServer.Text.EnumerateRunes().ToArray();
        string.Concat(runes[quote["start"]!.GetValue<int>()..quote["end"]!.GetValue<int>()]).ShouldBe("Nobody followed.");
    }

    [Fact]
    public async Task What_else_a_source_s_own_record_says_is_kept_by_name()
    {
        var negotiation = await talks.Open();
        JsonObject With(JsonNode variables)
        {
            var body = Statement("x");
            body["attribution"]!["variables"] = variables;
            return body;
        }

        var reply = await talks.Record(negotiation, With(new JsonObject { ["EventCode"] = "112", ["Sub-type (coder's)"] = "x" }));
        var whole = await _server.Get($"/assertions/{reply.Json!["records"]![0]!["id"]}");
        whole["assertion"]!["attribution"]!["variables"]!.ToJsonString().ShouldContain("\"EventCode\":\"112\"");
        foreach (
            var (wrong, pointer) in new (JsonNode, string)[]
            {
                (new JsonObject { ["EventCode"] = 112 }, "/attribution/variables/EventCode"),
                (new JsonObject { ["a/b\n"] = "x" }, "/attribution/variables/a~1b\n"),
                (new JsonObject { [""] = "x" }, "/attribution/variables/"),
                (new JsonObject { ["EventCode"] = new string('x', 1001) }, "/attribution/variables/EventCode"),
                (new JsonArray("x"), "/attribution/variables"),
                (
                    new JsonObject(Enumerable.Range(0, 51).Select(n => KeyValuePair.Create($"v{n}", (JsonNode?)"x"))),
                    "/attribution/variables"
                ),
            }
        )
            (await _server.Post($"/negotiations/{negotiation}/developments", With(wrong)))
                .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
                .ShouldName(pointer);
    }

    [Fact]
    public async Task The_same_record_under_its_own_id_is_recorded_once()
    {
        var negotiation = await talks.Open();
        JsonNode Body(string first, string second) =>
            new JsonArray(
                Statement("one", ("id", first), ("occurrence", "first"), ("attribution", Quoted("Nobody followed."))),
                Statement("two", ("id", second), ("after", new JsonArray("first")))
            );
        var (a, b) = (NewId(), NewId());
        var first = await talks.Record(negotiation, Body(a, b));
        var head = await _server.Head();
        var again = await _server.Post($"/negotiations/{negotiation}/developments", Body(a, b));
        again.Status.ShouldBe(HttpStatusCode.OK);
        again.Text.ShouldBe(first.Text);
        again.ETag.ShouldBe(first.ETag);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_replay_in_another_order_is_answered_in_that_order()
    {
        var negotiation = await talks.Open();
        JsonObject[] Both() =>
            [
                Statement("one", ("id", "01983d97-9100-7000-8000-000000000001")),
                Development("team_recalled", ("party", "north"), ("id", "01983d97-9100-7000-8000-000000000002")),
            ];
        await talks.Record(negotiation, new JsonArray([.. Both()]));
        var again = await _server.Post($"/negotiations/{negotiation}/developments", new JsonArray([.. Both().Reverse()]));
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        again.Json!["records"]!.AsArray().Select(r => r!["type"]!.GetValue<string>()).ShouldBe(["team_recalled", "statement_made"]);
        Warnings(again, 0).ShouldBe(["recalled_without_team"]);
    }

    [Fact]
    public async Task A_replayed_correction_or_retraction_changes_nothing()
    {
        var negotiation = await talks.Open();
        var target = (await talks.Record(negotiation, Statement("one"))).Json!["records"]![0]!["id"]!.GetValue<string>();
        foreach (
            var body in new[]
            {
                new JsonObject
                {
                    ["type"] = "assertion_corrected",
                    ["id"] = NewId(),
                    ["assertion"] = target,
                    ["patch"] = new JsonObject { ["text"] = "two" },
                    ["reason"] = "A slip.",
                },
                new JsonObject
                {
                    ["type"] = "assertion_retracted",
                    ["id"] = NewId(),
                    ["assertion"] = target,
                    ["reason"] = "Twice.",
                },
            }
        )
        {
            var first = await talks.Record(negotiation, body);
            var again = await _server.Post($"/negotiations/{negotiation}/developments", body);
            again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
            again.Text.ShouldBe(first.Text);
        }
    }

    [Fact]
    public async Task An_id_that_stands_for_something_else_is_taken()
    {
        var (negotiation, other) = (await talks.Open(), await talks.Open());
        var id = NewId();
        await talks.Record(negotiation, Statement("one", ("id", id)));
        var head = await _server.Head();
        var problem = (await _server.Post($"/negotiations/{negotiation}/developments", Statement("two", ("id", id)))).ShouldBeProblem(
            HttpStatusCode.Conflict,
            "taken"
        );
        problem["detail"]!.GetValue<string>().ShouldContain(id);
        (await _server.Post($"/negotiations/{other}/developments", Statement("one", ("id", id)))).ShouldBeProblem(
            HttpStatusCode.Conflict,
            "taken"
        );
        (
            await _server.Post($"/negotiations/{negotiation}/developments", new JsonArray(Statement("one", ("id", id)), Statement("new")))
        ).ShouldBeProblem(HttpStatusCode.Conflict, "taken");
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_negotiation_is_opened_once()
    {
        var negotiation = await talks.Open();
        var head = await _server.Head();
        (await _server.Post("/negotiations", Opening(negotiation))).ShouldBeProblem(HttpStatusCode.Conflict, "taken")["detail"]!
            .GetValue<string>()
            .ShouldContain(negotiation);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Two_that_open_the_same_negotiation_at_once_get_one()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _server.Post("/negotiations", Opening("contended"))));
        replies.Count(r => r.Status == HttpStatusCode.Created).ShouldBe(1);
        replies.Where(r => r.Status != HttpStatusCode.Created).ShouldAllBe(r => r.Status == HttpStatusCode.Conflict);
        (await _server.History("contended")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_bad_opening_names_the_place_and_opens_nothing()
    {
        var head = await _server.Head();
        var body = With(Opening("never"), ("occurred", "soon"), ("weather", "fine"), ("id", "Never"));
        var problem = (await _server.Post("/negotiations", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        problem.ShouldName("/id", "Never");
        problem.ShouldName("/weather", "weather");
        body = With(Opening("never"), ("occurred", "soon"));
        body["parties"]![1]!["role"] = "bystander";
        problem = (await _server.Post("/negotiations", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        problem.ShouldName("/occurred", "soon");
        problem.ShouldName("/parties/1/role", "bystander");
        (await _server.Send(HttpMethod.Get, "/negotiations/never")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Head()).ShouldBe(head);
    }

    private static List<string> Warnings(Reply reply, int record) =>
        [.. reply.Json!["records"]![record]!["warnings"]!.AsArray().Select(w => w!["code"]!.GetValue<string>())];
}
