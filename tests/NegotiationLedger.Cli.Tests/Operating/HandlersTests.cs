using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Operating;

public sealed class HandlersTests
{
    private const string Running =
        """{"name":"PartyDemands","generation":1,"codeVersion":2,"isServing":true,"state":"running","position":90,"lag":0,"lagSeconds":0,"done":90,"head":90,"skipped":[]}""";

    private const string Stopped =
        """{"name":"TalksStatus","generation":3,"codeVersion":2,"isServing":true,"state":"stopped","position":40,"lag":50,"lagSeconds":7.25,"done":40,"head":90,"stopped":{"sequence":41,"id":"01983d97-9100-76d3-baf4-8adfc3393e3c","since":"2025-07-28T00:00:00.000000Z","error":"JsonException: No."},"skipped":[]}""";

    private const string Building =
        """{"name":"PartyDemands","generation":2,"codeVersion":2,"isServing":false,"state":"building","position":0,"lag":45,"lagSeconds":1,"done":45,"head":90,"skipped":[]}""";

    [Fact]
    public async Task They_are_listed_with_lag_and_what_stops_one_and_how_to_get_it_going()
    {
        await using var server = await StubServer.Answering(200, $$"""{"handlers":[{{Running}},{{Stopped}}]}""");
        var ran = await Ran.Ledger("handlers", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain("running");
        ran.Out.ShouldContain("7.3 s");
        ran.Out.ShouldContain("01983d97-9100-76d3-baf4-8adfc3393e3c");
        ran.Out.ShouldContain("JsonException: No.");
        ran.Out.ShouldContain("ledger handlers retry TalksStatus");
    }

    [Theory]
    [InlineData("handlers retry TalksStatus", "/handlers/TalksStatus/retry", true, "It tries again.")]
    [InlineData("handlers skip TalksStatus", "/handlers/TalksStatus/skip", true, "It goes on behind the entry.")]
    [InlineData("handlers skip TalksStatus", "/handlers/TalksStatus/skip", false, "Nothing stops it.")]
    public async Task A_stopped_one_is_told_what_to_do(string line, string target, bool isDone, string said)
    {
        await using var server = await StubServer.Answering(
            200,
            $$"""{"name":"TalksStatus","word":"x","isDone":{{(isDone ? "true" : "false")}}}"""
        );
        var ran = await Ran.Ledger(line, server.Url);
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain(said);
        server.Requests.Single().Target.ShouldBe(target);
    }

    [Fact]
    public async Task A_rebuild_is_watched_until_it_serves()
    {
        var asked = 0;
        await using var server = await StubServer.Answering(request =>
            request.Method == "POST" ? (200, """{"name":"PartyDemands","word":"rebuild","isDone":true}""")
            : ++asked < 3 ? (200, $$"""{"handlers":[{{Running}},{{Building}}]}""")
            : (200, $$"""{"handlers":[{{Running}}]}""")
        );
        var ran = await Ran.Ledger("rebuild PartyDemands", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain("Rebuilt and serving: PartyDemands.");
        server.Requests.First().Target.ShouldBe("/handlers/PartyDemands/rebuild");
    }

    [Fact]
    public async Task A_rebuild_that_meets_poison_says_so_and_fails()
    {
        var poisoned = Building.Replace(
            "\"skipped\"",
            "\"stopped\":{\"sequence\":1,\"id\":\"x\",\"since\":\"y\",\"error\":\"z\"},\"skipped\""
        );
        await using var server = await StubServer.Answering(request =>
            request.Method == "POST"
                ? (200, """{"name":"PartyDemands","word":"rebuild","isDone":false}""")
                : (200, $$"""{"handlers":[{{Running}},{{poisoned}}]}""")
        );
        var ran = await Ran.Ledger("rebuild", server.Url);
        ran.Code.ShouldBe(ExitCodes.Refused);
    }
}
