using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests;

public sealed class DiffTests(DohaServer doha) : IClassFixture<DohaServer>
{
    private readonly RunningServer _server = doha.Server;

    [Fact]
    public async Task The_U_S_account_against_the_Israeli_one_is_the_phase_and_its_two_assertions()
    {
        var diff = await _server.Get("/negotiations/doha-2025/diff?left.accordingTo=party:united-states&right.accordingTo=party:israel");

        diff["left"]!["accordingTo"]![0]!.GetValue<string>().ShouldBe("party:united-states");
        diff["right"]!["accordingTo"]![0]!.GetValue<string>().ShouldBe("party:israel");
        var phase = Field(diff, "/phase");
        phase["left"]!["value"]!.GetValue<string>().ShouldBe("deadlocked");
        phase["right"]!["value"]!.GetValue<string>().ShouldBe("adjourned");
        phase["words"]!
            .AsArray()
            .Select(w => w!.GetValue<string>())
            .ShouldBe(["According to United States: The talks: deadlocked", "According to Israel: The talks: adjourned"]);
        phase["isSmallest"]!.GetValue<bool>().ShouldBeTrue();
        phase["causes"]!
            .AsArray()
            .Select(c => $"{c!["type"]} {c["viewpoint"]} {c["inLeft"]} {c["inRight"]} {c["why"]}")
            .ShouldBe([
                "deadlock_declared party:united-states true false another_viewpoint",
                "talks_adjourned party:israel false true another_viewpoint",
            ]);
    }

    [Fact]
    public async Task What_we_believed_then_and_no_longer_believe_is_told_with_the_retraction()
    {
        await _server.OpenCopyOfDoha("believed-2025");
        var copied = (await _server.History("believed-2025")).Single(e =>
            e["data"]!["occurrence"]?.GetValue<string>() == "hamas-second-rejection"
        );
        var position = $"@{await _server.Head()}";
        var retraction = await _server.Post(
            "/negotiations/believed-2025/developments",
            new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = copied["id"]!.GetValue<string>(),
                ["reason"] = "One report, counted twice.",
            }
        );

        var diff = await _server.Get($"/negotiations/believed-2025/diff?left.recordedUntil={position}");

        var answer = Field(diff, "/proposals/phased-ceasefire/responses/hamas");
        answer["words"]![0]!.GetValue<string>().ShouldBe("Hamas: “Phased ceasefire with an aid corridor” answered");
        var cause = answer["causes"]!.AsArray().ShouldHaveSingleItem()!;
        cause["id"]!.GetValue<string>().ShouldBe(copied["id"]!.GetValue<string>());
        cause["why"]!.GetValue<string>().ShouldBe("retracted");
        cause["by"]![0]!.GetValue<string>().ShouldBe(retraction.Json!["records"]![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Two_days_differ_by_what_had_not_occurred()
    {
        var diff = await _server.Get(
            "/negotiations/doha-2025/diff?view=demands&left.occurredUntil=2025-06-30&right.occurredUntil=2025-07-31"
        );

        diff["differences"]!
            .AsArray()
            .Where(d => d!["field"]!.GetValue<string>().StartsWith("/parties/", StringComparison.Ordinal))
            .ShouldAllBe(d => d!["causes"]!.AsArray().Count == 1 && d["causes"]![0]!["why"]!.GetValue<string>() == "not_yet_occurred");
        diff["differences"]!
            .AsArray()
            .Count(d => d!["field"]!.GetValue<string>().StartsWith("/parties/", StringComparison.Ordinal))
            .ShouldBe(5);
    }

    [Fact]
    public async Task Lenses_that_answer_alike_differ_in_nothing_and_that_is_cached()
    {
        var reply = await _server.Send(HttpMethod.Get, "/negotiations/doha-2025/diff?left.recordedUntil=@53&right.recordedUntil=@53");

        reply.Json!["differences"]!.AsArray().ShouldBeEmpty();
        reply.CacheControl!.ShouldContain("immutable");
        reply.Headers.GetValues("Ledger-Lens").ShouldBe(["left.recordedUntil%3D%4053%26right.recordedUntil%3D%4053"]);
        var open = await _server.Send(HttpMethod.Get, "/negotiations/doha-2025/diff?left.recordedUntil=@53");
        open.CacheControl.ShouldBe("no-cache");
        (
            await _server.Send(
                HttpMethod.Get,
                "/negotiations/doha-2025/diff?left.recordedUntil=@53",
                body: null,
                ("If-None-Match", open.ETag!)
            )
        ).Status.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("left.occurredUntil=2025-07~", "/left.occurredUntil", "qualified")]
    [InlineData("right.accordingTo=israel", "/right.accordingTo", "'israel' is not a valid viewpoint")]
    [InlineData("right.recordedUntil=@999999", "/right.recordedUntil", "beyond the head")]
    [InlineData("left.standing=some", "/left.standing", "'some' is not a valid standing")]
    [InlineData("occurredUntil=2025-07-23", "/occurredUntil", "is not a parameter here")]
    [InlineData("view=stats", "/view", "'stats' is not a view")]
    [InlineData("right.occurredUntil=@01983d97-0000-7000-8000-000000000001", "/right.occurredUntil", "is not a record of this negotiation")]
    [InlineData("left.occurredUntil=@01983d97-0000-7000-8000-000000000001", "/left.occurredUntil", "is not a record of this negotiation")]
    public async Task What_cannot_be_compared_is_refused_by_name(string query, string pointer, string words) =>
        (await _server.Send(HttpMethod.Get, $"/negotiations/doha-2025/diff?{query}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName(pointer, words);

    private static JsonNode Field(JsonNode diff, string field) =>
        diff["differences"]!.AsArray().Single(d => d!["field"]!.GetValue<string>() == field)!;
}
