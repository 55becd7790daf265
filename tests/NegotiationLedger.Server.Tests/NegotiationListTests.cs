using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>The list of negotiations, and one of them in a word.</summary>
public sealed class NegotiationListTests(TalksServer talks) : IClassFixture<TalksServer>, IAsyncLifetime
{
    private readonly RunningServer _server = talks.Server;

    public async ValueTask InitializeAsync()
    {
        foreach (var id in new[] { "b-2", "a-1", "a", "b-10", "c" })
        {
            if ((await _server.Post("/negotiations", Opening(id))).Status != HttpStatusCode.Created)
                return;
        }

        await talks.Record("b-2", Development("talks_collapsed"));
        await talks.Record(
            "c",
            new JsonArray(
                Development("talks_convened"),
                Development("party_joined", ("party", "west"), ("name", "West"), ("role", "observer"))
            )
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Pages_are_by_id_and_follow_each_other()
    {
        (await Ids("")).ShouldBe(["a", "a-1", "b-10", "b-2", "c"]);
        foreach (var limit in new[] { 1, 2, 4, 5 })
        {
            var paged = new List<string>();
            for (var after = ""; after is not null; )
            {
                var page = await _server.Get($"/negotiations?limit={limit}{after}");
                paged.AddRange(IdsOf(page));
                after = page["next"] is { } next ? $"&after={next}" : null;
            }

            paged.ShouldBe(["a", "a-1", "b-10", "b-2", "c"]);
        }

        (await Ids("after=b")).ShouldBe(["b-10", "b-2", "c"]);
        (await Ids("after=zz")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Filters_keep_what_they_name()
    {
        (await Ids("phase=collapsed")).ShouldBe(["b-2"]);
        (await Ids("phase=in_session")).ShouldBe(["c"]);
        (await Ids("party=west")).ShouldBe(["c"]);
        (await Ids("party=north&limit=2")).ShouldBe(["a", "a-1"]);
        (await Ids("text=B-1")).ShouldBe(["b-10"]);
        (await Ids("text=THE%20BORDER%20(C)")).ShouldBe(["c"]);
        (await Ids("text=%25")).ShouldBeEmpty();
        (await Ids("phase=collapsed&party=west")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_says_phase_movement_and_parties()
    {
        var row = (await _server.Get("/negotiations?phase=collapsed"))["negotiations"]!.AsArray().Single()!;
        row["title"]!.GetValue<string>().ShouldBe("Talks about the border (b-2)");
        row["phase"]!.GetValue<string>().ShouldBe("collapsed");
        row["isContested"]!.GetValue<bool>().ShouldBeFalse();
        row["lastMovementAt"]!.GetValue<string>().ShouldBe("2025-01-02T00:00:00.000000Z");
        row["lastMovementOn"]!.GetValue<string>().ShouldBe("2025-01-02");
        row["parties"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["north", "south"]);
        row["version"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public async Task One_is_told_with_frame_counts_and_links_that_answer()
    {
        var one = await _server.Get("/negotiations/c");
        one["frame"]!["title"]!["value"]!.GetValue<string>().ShouldBe("Talks about the border (c)");
        one["counts"]!.ToJsonString().ShouldBe("""{"entries":6,"standing":6,"retracted":0,"proposals":0,"parties":3,"issues":1}""");
        one["version"]!.GetValue<int>().ShouldBe(6);
        foreach (var link in one["links"]!.AsObject())
        {
            var reply = await _server.Send(HttpMethod.Get, link.Value!.GetValue<string>());
            reply.Status.ShouldBe(HttpStatusCode.OK, link.Key);
            reply.Headers.GetValues("Ledger-Version").ShouldBe(["6"], link.Key);
        }

        var before = await _server.Get("/negotiations/c?recordedUntil=@0");
        before["counts"]!["entries"]!.GetValue<int>().ShouldBe(0);
    }

    private async Task<List<string>> Ids(string query) => IdsOf(await _server.Get($"/negotiations?{query}"));

    private static List<string> IdsOf(JsonNode page) => [.. page["negotiations"]!.AsArray().Select(n => n!["id"]!.GetValue<string>())];
}
