using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests;

/// <summary>A negotiation of three years, loaded whole over HTTP.</summary>
public sealed class BrexitTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task The_seed_loads_and_answers_for_the_refusal_and_for_the_end()
    {
        await server.Load("brexit-2018");

        Value((await Answer("2019-01-16"))["phase"]).ShouldBe("agreement_refused");
        var end = await Answer("2020-02-02");
        Value(end["phase"]).ShouldBe("closed");
        Value(end["agreements"]!["deal-2019"]!["state"]).ShouldBe("in_force");
        Value(end["agreements"]!["deal-2018"]!["state"]).ShouldBe("rejected");
    }

    private async Task<JsonNode> Answer(string day) =>
        (await server.Get($"/negotiations/brexit-2018/status?occurredUntil={day}"))["answer"]!;

    private static string Value(JsonNode? field) => field!["value"]!.GetValue<string>();
}
