using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>Speakers and the roles they bear.</summary>
public sealed class SpeakerTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_speaker_is_registered_once_and_described_once()
    {
        var reply = await _server.Post("/speakers", Speaker("official"));
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.Headers.Location!.ToString().ShouldBe("/speakers/official");
        var head = await _server.Head();
        (await _server.Post("/speakers", Speaker("official"))).Status.ShouldBe(HttpStatusCode.OK);
        (await _server.Post("/speakers", With(Speaker("official"), ("title", "Another")))).ShouldBeProblem(
            HttpStatusCode.Conflict,
            "taken"
        )["detail"]!
            .GetValue<string>()
            .ShouldContain("/speakers/official/roles");
        (await _server.Head()).ShouldBe(head);
        (await _server.Get("/speakers/official"))["roles"]!.AsArray().Single()!["title"]!.GetValue<string>().ShouldBe("An official");
    }

    [Fact]
    public async Task Without_an_id_one_is_derived_from_the_name()
    {
        foreach (
            var (name, id) in new[]
            {
                ("José Ñandú-Smith", "jose-nandu-smith"),
                ("Łukasz Žižek", "lukasz-zizek"),
                ("Rene\u0301e  O’Neil", "renee-o-neil"),
            }
        )
            (await _server.Post("/speakers", new JsonObject { ["identity"] = "named", ["name"] = name })).Json!["speaker"]!
                .GetValue<string>()
                .ShouldBe(id);
    }

    [Fact]
    public async Task A_role_decides_whose_account_it_is_for_its_time()
    {
        await _server.Post("/speakers", Speaker("defector"));
        var negotiation = await talks.Open();
        JsonObject Said(string on) => With(Observed(assertedOn: on), ("mode", "attributed"), ("speaker", "defector"));
        await talks.Record(
            negotiation,
            new JsonArray(Statement("a", ("attribution", Said("2025-03-01"))), Statement("b", ("attribution", Said("2026-03-01"))))
        );
        foreach (var (party, valid) in new[] { ("north", "2025"), ("south", "2026/..") })
            (await _server.Post("/speakers/defector/roles", With(Role(party), ("valid", valid)))).Status.ShouldBe(HttpStatusCode.Created);
        (await _server.History(negotiation))
            .Skip(4)
            .Select(e => e["viewpoint"]!.GetValue<string>())
            .ShouldBe(["party:north", "party:south"]);
        (await _server.Get("/speakers/defector"))["roles"]!
            .AsArray()
            .Select(r => r!["valid"]?.GetValue<string>())
            .ShouldBe([null, "2025", "2026/.."]);
        (await _server.Get("/speakers/defector"))["roles"]!
            .AsArray()
            .ShouldAllBe(r => r!["recordedBy"]!.GetValue<string>() == "local" && r["recordedAt"] != null && r["sequence"] != null);
    }

    [Theory]
    [InlineData("""{"identity":"named"}""", "/name", "needs a name")]
    [InlineData("""{"identity":"famous","name":"x"}""", "/identity", "famous")]
    [InlineData("""{"name":"x"}""", "/identity", "required")]
    [InlineData("""{"identity":"named","name":7}""", "/name", "7")]
    [InlineData("""{"identity":"named","name":"x","party":"Not A Slug"}""", "/party", "Not A Slug")]
    [InlineData("""{"identity":"named","name":"x","valid":"once"}""", "/valid", "once")]
    [InlineData("""{"identity":"named","name":"x","mood":1}""", "/mood", "mood")]
    [InlineData("""{"identity":"named","name":"x","type":"speaker_role_changed"}""", "/type", "type")]
    [InlineData("\"x\"", "", "object")]
    public async Task What_is_no_speaker_is_refused(string body, string pointer, string word) =>
        await Refused("/speakers", body, pointer, word);

    [Theory]
    [InlineData("""{"speaker":"envoy","title":"x"}""", "/speaker", "URL")]
    [InlineData("""{"title":7}""", "/title", "7")]
    [InlineData("""{"valid":"once"}""", "/valid", "once")]
    [InlineData("""{"rank":"x"}""", "/rank", "rank")]
    public async Task What_is_no_role_is_refused(string body, string pointer, string word) =>
        await Refused("/speakers/envoy/roles", body, pointer, word);

    [Fact]
    public async Task The_list_is_by_id_in_pages()
    {
        foreach (var id in new[] { "zz-2", "zz-1" })
            await _server.Post("/speakers", Speaker(id));
        var page = await _server.Get("/speakers?after=zz&limit=1");
        page["speakers"]!.AsArray().Select(s => s!["speaker"]!.GetValue<string>()).ShouldBe(["zz-1"]);
        page = await _server.Get($"/speakers?after={page["next"]}");
        page["speakers"]!.AsArray().Select(s => s!["speaker"]!.GetValue<string>()).ShouldBe(["zz-2"]);
        page["next"].ShouldBeNull();
    }

    private async Task Refused(string path, string body, string pointer, string word)
    {
        var head = await _server.Head();
        (await _server.Send(HttpMethod.Post, path, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid").ShouldName(pointer, word);
        (await _server.Head()).ShouldBe(head);
    }
}
