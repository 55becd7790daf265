using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>An agreement that is refused stands in the answers as refused, by whom and with which vote.</summary>
public sealed class AgreementTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_deal_that_is_voted_down_stands_as_refused_everywhere_and_as_agreed_on_the_day_before()
    {
        var negotiation = await talks.Open();
        await talks.Record(
            negotiation,
            new JsonArray(
                Development(
                    "proposal_offered",
                    ("proposal", "p1"),
                    ("by", "north"),
                    ("to", new JsonArray("south")),
                    ("terms", new JsonObject { ["border"] = new JsonObject { ["text"] = "At the river" } })
                ),
                Development("agreement_reached", ("occurred", "2025-01-03"), ("agreement", "deal"), ("proposal", "p1")),
                Development(
                    "agreement_rejected",
                    ("occurred", "2025-01-05"),
                    ("agreement", "deal"),
                    ("by", "south"),
                    ("body", "Parliament of the South"),
                    ("votesFor", 120),
                    ("votesAgainst", 300)
                )
            )
        );
        var agreement = (await Answer(negotiation, "agreements"))["byId"]!["deal"]!;
        Value(agreement, "state").ShouldBe("rejected");
        agreement["decisions"]!["south"]!["value"]!.ToJsonString().ShouldContain("\"votesAgainst\":300");
        agreement["terms"]!["border"]!["value"]!.GetValue<string>().ShouldBe("At the river");
        var status = await Answer(negotiation, "status");
        Value(status, "phase").ShouldBe("agreement_refused");
        Value(status["agreements"]!["deal"]!, "state").ShouldBe("rejected");
        var row = (await Answer(negotiation, "matrix"))["issues"]!["border"]!;
        row["state"]!.GetValue<string>().ShouldBe("conflicting");
        row["cells"]!["south"]!["current"]!["kind"]!.GetValue<string>().ShouldBe("rejects");
        Value(await Answer(negotiation, "status", "?occurredUntil=2025-01-04"), "phase").ShouldBe("agreed");
        var replay = await _server.Send(HttpMethod.Get, $"/negotiations/{negotiation}/replay?view=agreements");
        replay.Text.ShouldContain("South rejected the agreement deal (Parliament of the South, 120 for, 300 against)");
        var diff = await _server.Get(
            $"/negotiations/{negotiation}/diff?view=agreements&left.occurredUntil=2025-01-04&right.occurredUntil=2025-01-06"
        );
        diff["differences"]!.AsArray().Select(d => d!["field"]!.GetValue<string>()).ShouldContain("/byId/deal/state");
    }

    private async Task<JsonNode> Answer(string negotiation, string view, string query = "") =>
        (await _server.Get($"/negotiations/{negotiation}/{view}{query}"))["answer"]!;

    private static string Value(JsonNode holder, string field) => holder[field]!["value"]!.GetValue<string>();
}
