using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>What accounts say is answered as they said it, and what answers a proposal takes it off the table: over HTTP.</summary>
public sealed class AccountsTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private const string Gazette = "publisher:The Gazette";
    private const string Post = "publisher:The Post";

    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task Two_counts_of_one_release_are_contested_each_by_who_counts()
    {
        var status = await After("status", Released(13, "communique"), Released(12, "report"));
        var text = status.ToJsonString();
        text.ShouldContain("13");
        text.ShouldContain("12");
        var timeline = (await Timeline()).ToJsonString();
        timeline.ShouldContain(Gazette);
        timeline.ShouldContain(Post);

        JsonObject Released(int count, string source) =>
            Development("persons_released", ("count", count), ("occurrence", "release"), ("attribution", Observed(source)));
    }

    [Fact]
    public async Task One_occurrence_of_two_parties_is_warned_of_and_each_rejection_counts_once()
    {
        var negotiation = await talks.Open();
        await talks.Record(negotiation, Offer("p1"));
        var reply = await talks.Record(
            negotiation,
            new JsonArray(
                Development("proposal_rejected", ("proposal", "p1"), ("by", "south"), ("occurrence", "r")),
                Development("proposal_rejected", ("proposal", "p1"), ("by", "north"), ("occurrence", "r"))
            )
        );
        reply.Json!["records"]![1]!["warnings"]!.AsArray().ShouldNotBeEmpty();
        var responses = (await Answer(negotiation, "status"))["proposals"]!["p1"]!["responses"]!;
        responses["south"]!["times"]!.GetValue<int>().ShouldBe(1);
        responses["north"]!["times"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("proposal_accepted", null, "accepted", "agreed")]
    [InlineData("proposal_accepted", "Only with guarantees.", "conditionally_accepted", "open")]
    public async Task What_all_who_were_asked_accepted_is_off_the_table(string type, string? conditions, string state, string row)
    {
        var negotiation = await talks.Open();
        var answer = Development(type, ("proposal", "p1"), ("by", "south"), ("occurred", "2025-01-04"));
        if (conditions is not null)
            (answer["extent"], answer["conditions"]) = ("conditional", conditions);
        await talks.Record(
            negotiation,
            new JsonArray(
                With(
                    Offer("p1"),
                    ("to", new JsonArray("south")),
                    ("terms", new JsonObject { ["border"] = new JsonObject { ["text"] = "At the river" } })
                ),
                answer
            )
        );
        Value((await Answer(negotiation, "proposals"))["proposals"]!["p1"]!, "state").ShouldBe(state);
        (await Answer(negotiation, "matrix"))["issues"]!["border"]!["state"]!.GetValue<string>().ShouldBe(row);
    }

    [Fact]
    public async Task A_counter_proposal_takes_the_place_of_what_it_answers_whoever_made_that()
    {
        var status = await After(
            "status",
            Offer("p1"),
            Development(
                "counter_proposal_offered",
                ("proposal", "p2"),
                ("inReplyTo", "p1"),
                ("by", "south"),
                ("title", "Another"),
                ("occurred", "2025-01-03")
            )
        );
        status["proposals"]!.AsObject().Select(p => p.Key).ShouldBe(["p2"]);
    }

    [Fact]
    public async Task A_closed_negotiation_shows_its_outcome_and_nothing_on_the_table()
    {
        var status = await After(
            "status",
            Offer("p1"),
            Development("negotiation_closed", ("outcome", "No deal."), ("occurred", "2025-01-05"))
        );
        Value(status, "phase").ShouldBe("closed");
        Value(status, "outcome").ShouldBe("No deal.");
    }

    [Fact]
    public async Task Halting_one_operation_leaves_the_other_under_way()
    {
        var status = await After(
            "status",
            Development("military_operations_begun", ("party", "south"), ("area", "North")),
            Development("military_operations_begun", ("party", "south"), ("area", "South")),
            Development("military_operations_halted", ("party", "south"), ("area", "North"), ("occurred", "2025-01-04"))
        );
        var south = status["parties"]!["south"]!;
        Value(south, "hostilities").ShouldBe("under_way");
    }

    [Fact]
    public async Task A_figure_is_one_whatever_the_case_and_another_unit_is_a_rival_with_its_own()
    {
        var status = await After("status", Figure("Settlement", 39, "bn GBP", "report"), Figure("settlement", 50, "bn EUR", "communique"));
        var figure = status["figures"]!.AsObject().Single().Value!;
        figure.ToJsonString().ShouldContain("bn GBP");
        figure.ToJsonString().ShouldContain("bn EUR");

        JsonObject Figure(string subject, int value, string unit, string source) =>
            Development("figure_reported", ("subject", subject), ("value", value), ("unit", unit), ("attribution", Observed(source)));
    }

    [Fact]
    public async Task An_answer_comes_after_what_it_answers_however_vague_its_date()
    {
        var negotiation = await talks.Open();
        await talks.Record(
            negotiation,
            new JsonArray(
                With(Offer("p1"), ("occurred", "2025-03-26"), ("attribution", Observed(assertedOn: "2025-03-27"))),
                Development(
                    "proposal_rejected",
                    ("proposal", "p1"),
                    ("by", "south"),
                    ("occurred", "2025"),
                    ("attribution", Observed(assertedOn: "2025-12-31"))
                )
            )
        );
        var proposal = (await Answer(negotiation, "proposals"))["proposals"]!["p1"]!;
        Value(proposal["responses"]!["south"]!, "latest").ShouldBe("rejected");
        proposal["awaiting"]?.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_difference_of_a_timeline_names_what_came_and_nothing_that_is_still_there()
    {
        var negotiation = await talks.Open();
        await talks.Record(
            negotiation,
            new JsonArray([.. Enumerable.Range(2, 3).Select(day => Statement($"Word {day}", ("occurred", $"2025-01-0{day}")))])
        );
        var before = await _server.Head();
        await talks.Record(
            negotiation,
            new JsonArray(Statement("Early", ("occurred", "2025-01-01")), Statement("Late", ("occurred", "2025-01-09")))
        );
        var diff = await _server.Get($"/negotiations/{negotiation}/diff?view=timeline&left.recordedUntil=@{before}");
        var words = diff["differences"]!.AsArray().SelectMany(d => d!["words"]!.AsArray()).Select(w => w!.GetValue<string>()).ToList();
        words.ShouldNotContain(w => w.Contains("no longer", StringComparison.OrdinalIgnoreCase));
        words.ShouldContain(w => w.Contains("Early", StringComparison.Ordinal));
        words.ShouldContain(w => w.Contains("Late", StringComparison.Ordinal));
    }

    private async Task<JsonNode> After(string view, params JsonNode[] developments)
    {
        _last = await talks.Open();
        await talks.Record(_last, new JsonArray(developments));
        return await Answer(_last, view);
    }

    private string _last = "";

    private Task<JsonNode> Timeline() => Answer(_last, "timeline");

    private async Task<JsonNode> Answer(string negotiation, string view) =>
        (await _server.Get($"/negotiations/{negotiation}/{view}"))["answer"]!;

    private static string Value(JsonNode holder, string field) => holder[field]!["value"]!.GetValue<string>();
}
