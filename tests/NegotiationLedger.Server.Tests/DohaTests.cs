using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests;

/// <summary>The Doha talks recorded over HTTP, with a quotation's server to itself.</summary>
public sealed class DohaServer(PostgresFixture postgres) : IAsyncLifetime
{
    public RunningServer Server { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await Server.Load("doha-2025");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>What the ledger must answer from the Doha talks, over HTTP.</summary>
public sealed class DohaTests(DohaServer doha) : IClassFixture<DohaServer>
{
    private readonly RunningServer _server = doha.Server;

    [Fact]
    public async Task Everyones_account_says_collapsed_and_who_says_otherwise()
    {
        var status = await Answer("status");
        Value(status, "phase").ShouldBe("collapsed");
        var contested = status["contested"]!.AsArray().Single(c => c!["field"]!.GetValue<string>() == "/phase")!;
        contested["rivals"]!
            .AsArray()
            .Select(r => $"{r!["viewpoint"]} {r["value"]}")
            .ShouldBe(["party:israel adjourned", "party:united-states deadlocked"]);
        foreach (var party in new[] { "israel", "united-states" })
            Value(status["parties"]![party]!, "presence").ShouldBe("recalled");
        Value(status["parties"]!["israel"]!, "hostilities").ShouldBe("under_way");
        Number(status["figures"]!["hostages remaining"]!).ShouldBe(50);
        Number(status["figures"]!["hostages believed alive"]!).ShouldBe(20);
        var responses = status["proposals"]!["phased-ceasefire"]!["responses"]!;
        Value(responses["israel"]!, "latest").ShouldBe("accepted");
        Value(responses["hamas"]!, "latest").ShouldBe("rejected");
        responses["hamas"]!["times"]!.GetValue<int>().ShouldBe(2);
    }

    [Theory]
    [InlineData("party:israel", "adjourned")]
    [InlineData("party:united-states", "deadlocked")]
    public async Task Each_party_has_its_own_phase_and_everyone_the_same_frame(string viewpoint, string phase)
    {
        var status = await Answer($"status?accordingTo={viewpoint}");
        Value(status, "phase").ShouldBe(phase);
        Value(status["frame"]!, "title").ShouldBe("Doha talks, July 2025");
        status["frame"]!["parties"]!.AsObject().Count.ShouldBe(4);
        status["frame"]!["issues"]!.AsObject().Count.ShouldBe(7);
        status["proposals"]!["phased-ceasefire"]!["isStub"]!.GetValue<bool>().ShouldBeTrue();
        if (viewpoint == "party:united-states")
            Value(status["parties"]!["united-states"]!, "intent").ShouldContain("alternative options");
    }

    [Fact]
    public async Task On_23_July_talks_are_in_session_and_both_rejections_show_their_vague_dates()
    {
        var status = await Answer("status?occurredUntil=2025-07-23");
        Value(status, "phase").ShouldBe("in_session");
        status["parties"]!.AsObject().ShouldAllBe(p => p.Value!["presence"] == null || Value(p.Value, "presence") != "recalled");
        status["parties"]!.AsObject().ShouldAllBe(p => p.Value!["hostilities"] == null);
        status["proposals"]!["phased-ceasefire"]!["answers"]!
            .AsArray()
            .Where(a => a!["response"]!.GetValue<string>() == "rejected")
            .Select(a => a!["occurred"]!.GetValue<string>())
            .ShouldBe(["2025-07-17~/2025-07-24", "2025-07-17~/2025-07-24"]);
    }

    [Fact]
    public async Task Hamas_makes_three_demands_and_Israel_two()
    {
        var parties = (await Answer("demands"))["parties"]!;
        parties["hamas"]!["demands"]!.AsObject().Count.ShouldBe(3);
        parties["israel"]!["demands"]!.AsObject().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_matrix_is_conflicting_on_leadership_and_agreed_on_nothing()
    {
        var issues = (await Answer("matrix"))["issues"]!.AsObject();
        string State(string issue) => issues[issue]!["state"]!.GetValue<string>();
        State("leadership").ShouldBe("conflicting");
        foreach (var issue in new[] { "withdrawal", "control", "disarmament" })
            State(issue).ShouldBeOneOf("one_sided", "conflicting");
        issues.ShouldAllBe(i => i.Value!["state"]!.GetValue<string>() != "agreed");
    }

    [Fact]
    public async Task The_timeline_puts_the_recalls_before_the_collapse_and_the_collapse_before_the_operations()
    {
        var types = (await Answer("timeline"))["items"]!.AsArray().Select(i => i!["type"]!.GetValue<string>()).ToList();
        types.LastIndexOf("team_recalled").ShouldBeLessThan(types.IndexOf("talks_collapsed"));
        types.IndexOf("talks_collapsed").ShouldBeLessThan(types.IndexOf("military_operations_begun"));
    }

    private async Task<JsonNode> Answer(string path) => (await _server.Get($"/negotiations/doha-2025/{path}"))["answer"]!;

    private static string Value(JsonNode holder, string field) => holder[field]!["value"]!.GetValue<string>();

    private static decimal Number(JsonNode figure) => figure["value"]!["value"]!["number"]!.GetValue<decimal>();
}

/// <summary>A retraction changes today's answer and leaves yesterday's as it was.</summary>
public sealed class RetractionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly RunningServer _server = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Load("doha-2025");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Retracting_the_second_rejection_leaves_one_today_and_two_before()
    {
        var before = (await _server.Get("/negotiations/doha-2025/status"))["position"]!.GetValue<string>();
        var earlier = (await _server.Get($"/negotiations/doha-2025/status?recordedUntil={before}"))["answer"]!.ToJsonString();
        var second = (await _server.Get("/negotiations/doha-2025/history?type=proposal_rejected"))["entries"]!.AsArray()[^1]![
            "id"
        ]!.GetValue<string>();
        var reply = await _server.Post(
            "/negotiations/doha-2025/developments",
            new JsonObject
            {
                ["type"] = "assertion_retracted",
                ["assertion"] = second,
                ["reason"] = "One report, counted twice.",
            }
        );
        reply.Status.ShouldBe(HttpStatusCode.Created);
        (await Times("status")).ShouldBe(1);
        (await Times($"status?recordedUntil={before}")).ShouldBe(2);
        (await _server.Get($"/negotiations/doha-2025/status?recordedUntil={before}"))["answer"]!.ToJsonString().ShouldBe(earlier);
    }

    private async Task<int> Times(string path) =>
        (await _server.Get($"/negotiations/doha-2025/{path}"))["answer"]!["proposals"]!["phased-ceasefire"]!["responses"]!["hamas"]![
            "times"
        ]!.GetValue<int>();
}
