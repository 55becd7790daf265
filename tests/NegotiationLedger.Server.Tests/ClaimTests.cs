using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Drafts;
using NegotiationLedger.Server.Tests.Support;
using static NegotiationLedger.Server.Tests.Support.TalksServer;

namespace NegotiationLedger.Server.Tests;

/// <summary>What is denied, planned or conditional is told as that wherever nothing beside it says so.</summary>
public sealed class ClaimTests(DraftingServer drafting) : IClassFixture<DraftingServer>
{
    private const string Denied = "denied: talks collapsed";
    private const string Planned = "planned: North recalls its team";

    private readonly RunningServer _server = drafting.Plain;

    [Fact]
    public async Task What_changed_says_what_is_claimed_of_each_record_and_of_what_a_record_is_about()
    {
        var (negotiation, denied) = await Claimed();
        await drafting.Talks.Record(negotiation, Retraction(denied));

        var records = (await _server.Get($"/negotiations/{negotiation}/changes?since=@0"))["records"]!.AsArray();

        records
            .TakeLast(4)
            .Select(r => $"{r!["what"]} / {r["claim"]} / {r["about"]}")
            .ShouldBe([$"{Denied} / denied / ", $"{Planned} / planned / ", "Words /  / ", $"record retracted: A slip. /  / {Denied}"]);
    }

    [Fact]
    public async Task An_audit_and_one_record_in_full_say_it()
    {
        var (negotiation, denied) = await Claimed();

        var audit = (await _server.Get($"/assertions?negotiation={negotiation}"))["assertions"]!.AsArray();
        audit.Select(a => a!["headline"]!.GetValue<string>()).Intersect([Denied, Planned, "Words"]).Count().ShouldBe(3);
        var shown = await _server.Get($"/assertions/{denied}");
        shown["assertion"]!["headline"]!.GetValue<string>().ShouldBe(Denied);
    }

    [Fact]
    public async Task Feeds_for_news_readers_and_what_is_about_a_record_say_it()
    {
        var (negotiation, denied) = await Claimed();
        await drafting.Talks.Record(negotiation, Retraction(denied));

        var feed = await _server.Http.GetStringAsync($"/negotiations/{negotiation}/feed.atom");

        foreach (var line in new[] { Denied, Planned })
            feed.ShouldContain($">{line}<");
        feed.ShouldContain($"About: {Denied}.");
    }

    [Theory]
    [InlineData("bibtex")]
    [InlineData("csl-json")]
    public async Task Citations_say_it(string format)
    {
        var (negotiation, _) = await Claimed();

        var file = await _server.Http.GetStringAsync($"/negotiations/{negotiation}/export?format={format}");

        file.ShouldContain(Denied);
        file.ShouldContain(Planned);
    }

    [Fact]
    public async Task A_calendar_says_it_of_what_is_planned_and_has_nothing_of_what_is_denied()
    {
        var (negotiation, _) = await Claimed();

        var calendar = (await _server.Http.GetStringAsync($"/negotiations/{negotiation}/calendar.ics")).Replace("\r\n ", "");

        calendar.ShouldContain($"SUMMARY:{Planned}");
        calendar.ShouldNotContain("talks collapsed");
    }

    [Fact]
    public async Task A_model_is_told_it_of_what_is_recorded_already()
    {
        var (negotiation, _) = await Claimed();
        drafting.Model.Drafts();

        await drafting.Ask(negotiation);

        var told = drafting.Model.Asked.Last().Body["messages"]![1]!["content"]!.GetValue<string>();
        JsonNode.Parse(told)!["recorded"]!.AsArray().Select(r => r!.GetValue<string>()).ShouldContain($"2025-01-02: {Denied}");
    }

    private async Task<(string Negotiation, string Denied)> Claimed()
    {
        var negotiation = await drafting.Talks.Open();
        var denied = await drafting.Talks.Record(negotiation, Development("talks_collapsed", ("claim", "denied")));
        await drafting.Talks.Record(negotiation, Development("team_recalled", ("party", "north"), ("claim", "planned")));
        await drafting.Talks.Record(negotiation, Statement("Words"));
        return (negotiation, denied.Json!["records"]![0]!["id"]!.GetValue<string>());
    }
}
