using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>If-Match, Idempotency-Key, and both together.</summary>
public sealed class ConditionalRecordingTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_current_version_is_recorded_upon_and_a_stale_one_is_told_what_was_recorded_since()
    {
        var negotiation = await talks.Open();
        (await talks.Record(negotiation, Statement("one"), ("If-Match", "\"4\""))).ETag.ShouldBe("\"5\"");
        await talks.Record(negotiation, Statement("two"));
        var head = await _server.Head();
        var problem = (await Post(negotiation, Statement("late"), ("If-Match", "\"4\""))).ShouldBeProblem(
            HttpStatusCode.PreconditionFailed,
            "stale"
        );
        problem["currentVersion"]!.GetValue<int>().ShouldBe(6);
        problem["recordedSince"]!.AsArray().Select(e => e!["data"]!["text"]!.GetValue<string>()).ShouldBe(["one", "two"]);
        problem["detail"]!.GetValue<string>().ShouldContain("\"6\"");
        (await Post(negotiation, Statement("early"), ("If-Match", "\"7\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale");
        (await _server.Head()).ShouldBe(head);
        (await talks.Record(negotiation, Statement("any"), ("If-Match", "*"))).Version.ShouldBe(7);
    }

    [Fact]
    public async Task Of_conditional_requests_that_race_exactly_one_wins()
    {
        var negotiation = await talks.Open();
        for (var round = 0; round < 20; round++)
        {
            var replies = await Task.WhenAll(
                Enumerable.Range(0, 4).Select(i => Post(negotiation, Statement($"{round}.{i}"), ("If-Match", $"\"{4 + round}\"")))
            );
            replies.Count(r => r.Status == HttpStatusCode.Created).ShouldBe(1);
            replies.Where(r => r.Status != HttpStatusCode.Created).ShouldAllBe(r => r.Status == HttpStatusCode.PreconditionFailed);
        }

        (await _server.History(negotiation)).Count.ShouldBe(24);
    }

    [Fact]
    public async Task The_same_key_and_body_is_answered_with_the_first_answer()
    {
        var negotiation = await talks.Open();
        var body = new JsonArray(
            Development("team_recalled", ("party", "north")),
            Statement("x", ("attribution", Quoted("words", "report")))
        );
        var first = await Post(negotiation, body, ("Idempotency-Key", "\"once\""));
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        first.Text.ShouldContain("recalled_without_team");
        first.Text.ShouldContain("quote_unverified");
        await talks.Record(negotiation, new JsonArray(Development("team_dispatched", ("party", "north")), Statement("y")));
        var head = await _server.Head();
        var again = await Post(negotiation, body, ("Idempotency-Key", "\"once\""));
        again.Status.ShouldBe(HttpStatusCode.Created);
        again.Text.ShouldBe(first.Text);
        again.ETag.ShouldBe(first.ETag);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Nobody_elses_record_changes_the_first_answer()
    {
        var negotiation = await talks.Open();
        var offered = await Post(negotiation, Offer("plan"), ("Idempotency-Key", "\"offer\""));
        offered.Text.ShouldNotContain("known_already");
        await talks.Record(negotiation, Offer("plan"));
        (await Post(negotiation, Offer("plan"), ("Idempotency-Key", "\"offer\""))).Text.ShouldBe(offered.Text);
    }

    [Fact]
    public async Task A_conditional_request_with_a_key_is_answered_again_though_the_version_has_moved()
    {
        var negotiation = await talks.Open();
        (string, string)[] headers = [("Idempotency-Key", "\"conditional\""), ("If-Match", "\"4\"")];
        var first = await Post(negotiation, Statement("x"), headers);
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        await talks.Record(negotiation, Statement("y"));
        var again = await Post(negotiation, Statement("x"), headers);
        again.Status.ShouldBe(HttpStatusCode.Created, again.Text);
        again.Text.ShouldBe(first.Text);
        (await _server.History(negotiation)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task An_opening_with_a_key_is_answered_again()
    {
        var body = With(Opening("opened-once"), ("subject", "A border."));
        var first = await _server.Post("/negotiations", body, ("Idempotency-Key", "\"open\""));
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        await talks.Record("opened-once", Statement("x"));
        var head = await _server.Head();
        var again = await _server.Post("/negotiations", body, ("Idempotency-Key", "\"open\""));
        again.Status.ShouldBe(HttpStatusCode.Created, again.Text);
        again.Text.ShouldBe(first.Text);
        (await _server.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Registrations_with_a_key_are_answered_again_as_they_were()
    {
        foreach (
            var (path, body) in new (string, Func<JsonObject>)[]
            {
                ("/sources", () => With(Source("keyed"), ("text", "A keyed text."))),
                ("/speakers", () => Speaker("keyed")),
                ("/sources/keyed/corrections", () => Correction()),
                ("/speakers/keyed/roles", () => Role()),
            }
        )
        {
            var first = await _server.Post(path, body(), ("Idempotency-Key", "\"k\""));
            first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
            await _server.Post("/sources/keyed/corrections", Correction("Another title"));
            await _server.Post("/speakers/keyed/roles", Role("north"));
            var head = await _server.Head();
            var again = await _server.Post(path, body(), ("Idempotency-Key", "\"k\""));
            again.Status.ShouldBe(HttpStatusCode.Created, $"{path}: {again.Text}");
            again.Text.ShouldBe(first.Text);
            (await _server.Post(path, With(body(), ("title", "Quite another")), ("Idempotency-Key", "\"k\""))).Status.ShouldBeOneOf(
                HttpStatusCode.UnprocessableEntity,
                HttpStatusCode.BadRequest
            );
            (await _server.Head()).ShouldBe(head);
        }
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused_and_other_addresses_do_not_share_keys()
    {
        var (negotiation, other) = (await talks.Open(), await talks.Open());
        await Post(negotiation, Statement("x"), ("Idempotency-Key", "\"shared\""));
        var head = await _server.Head();
        var problem = (await Post(negotiation, Statement("y"), ("Idempotency-Key", "\"shared\""))).ShouldBeProblem(
            HttpStatusCode.UnprocessableEntity,
            "key-reused"
        );
        problem["detail"]!.GetValue<string>().ShouldContain("shared");
        (await _server.Head()).ShouldBe(head);
        (await Post(other, Statement("y"), ("Idempotency-Key", "\"shared\""))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_dozen_at_once_with_one_key_write_once()
    {
        var negotiation = await talks.Open();
        await using var beside = await RunningServer.Beside(_server);
        for (var round = 0; round < 10; round++)
        {
            var key = ("Idempotency-Key", $"\"dozen-{round}\"");
            var replies = await Task.WhenAll(
                Enumerable
                    .Range(0, 12)
                    .Select(i =>
                        (i % 2 == 0 ? _server : beside).Post($"/negotiations/{negotiation}/developments", Statement($"Round {round}"), key)
                    )
            );
            replies.ShouldAllBe(r => r.Status == HttpStatusCode.Created);
            replies.Select(r => r.Text).Distinct().Count().ShouldBe(1, "Each waits for the first, on either server, and gets its answer.");
            (await _server.History(negotiation)).Count.ShouldBe(5 + round);
        }
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        var negotiation = await talks.Open();
        (
            await Post(
                negotiation,
                Development("proposal_rejected", ("proposal", "plan"), ("by", "south")),
                ("Idempotency-Key", "\"free\"")
            )
        ).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Post(negotiation, Statement("x"), ("Idempotency-Key", "\"free\""), ("If-Match", "\"3\""))).Status.ShouldBe(
            HttpStatusCode.PreconditionFailed
        );
        (await Post(negotiation, Statement("x"), ("Idempotency-Key", "\"free\""))).Status.ShouldBe(HttpStatusCode.Created);
    }

    private Task<Reply> Post(string negotiation, JsonNode body, params (string Name, string Value)[] headers) =>
        _server.Post($"/negotiations/{negotiation}/developments", body, headers);
}
