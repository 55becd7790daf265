using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class ChangesTests
{
    private const string Answer = """
        {"negotiation":"doha-2025","title":"Gaza ceasefire talks","lens":{},"since":"@40","position":"@53","version":48,"changes":[
         {"topic":"talks","words":["The talks: deadlocked, no longer in session","United States: team recalled, no longer at the table"]},
         {"topic":"past","words":["No longer on record: Hamas rejects plan"]}],
         "records":[
         {"id":"a","sequence":41,"version":36,"type":"team_recalled","what":"United States recalls its team","occurred":"2025-07-24","recordedAt":"2025-07-25T08:00:00Z","recordedBy":"ada"},
         {"id":"b","sequence":42,"version":37,"type":"assertion_retracted","what":"record retracted: a slip","about":"Hamas rejects plan","recordedAt":"2025-07-25T08:01:00Z","recordedBy":"ada"}],
         "more":11}
        """;

    private const string Feed = """
        {"events":[{"source":"/sources/wire"},{"source":"/negotiations/doha-2025"},{"source":"/negotiations/brexit-2018"},{"source":"/negotiations/doha-2025"}],
         "next":53,"position":"@53"}
        """;

    [Fact]
    public void Words_come_first_by_topic_then_the_records()
    {
        var text = Print(Answer, 100, isScreen: false).Flat;

        text.ShouldContain("Gaza ceasefire talks (doha-2025) since @40");
        text.IndexOf("The talks The talks: deadlocked, no longer in session", StringComparison.Ordinal)
            .ShouldBeLessThan(text.IndexOf("New about old days No longer on record", StringComparison.Ordinal));
        text.ShouldContain("@41 United States recalls its team 2025-07-24 2025-07-25 08:00:00Z by ada");
        text.ShouldContain("@42 record retracted: a slip (Hamas rejects plan)");
        text.ShouldContain("and 11 more");
        text.ShouldContain("position @53");
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(120, true)]
    public void No_line_is_wider_than_the_paper_and_nothing_moves_the_cursor(int width, bool isScreen)
    {
        var answer = JsonNode.Parse(Answer)!;
        Spoiler.Spoil(answer["changes"]);
        Spoiler.Spoil(answer["records"]);

        var paper = Print(answer.ToJsonString(), width, isScreen);

        paper.Lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(width);
        paper.Text.ShouldNotContain('\u001b');
    }

    [Fact]
    public void That_nothing_has_changed_is_said()
    {
        var answer = JsonNode.Parse(Answer)!;
        (answer["changes"], answer["records"]) = (new JsonArray(), new JsonArray());

        Print(answer.ToJsonString(), 80, isScreen: false).Text.ShouldContain("Nothing has changed.");
    }

    [Fact]
    public async Task Of_one_negotiation_it_asks_for_just_that()
    {
        await using var server = await StubServer.Answering(200, Answer);

        var ran = await Ran.Ledger("changes doha-2025 --since @40 --according-to party:israel --limit 5 --json", server.Url);

        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        ran.Out.Trim().ShouldBe(Answer.Trim());
        server.Requests.Single().Target.ShouldBe("/negotiations/doha-2025/changes?accordingTo=party%3Aisrael&since=%4040&limit=5");
    }

    [Fact]
    public async Task Without_a_name_it_asks_for_every_negotiation_that_was_recorded_in_since()
    {
        await using var server = await StubServer.Answering(asked =>
            (200, asked.Target.StartsWith("/feed", StringComparison.Ordinal) ? Feed : Answer)
        );

        var ran = await Ran.Ledger("changes --since @40", server.Url);

        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        server
            .Requests.Select(r => r.Target)
            .ShouldBe([
                "/feed?after=40&limit=1000",
                "/negotiations/doha-2025/changes?since=%4040",
                "/negotiations/brexit-2018/changes?since=%4040",
            ]);
    }

    [Fact]
    public async Task Of_more_than_fifty_negotiations_it_says_how_many_are_left_out()
    {
        var events = new JsonArray([.. Enumerable.Range(0, 60).Select(i => new JsonObject { ["source"] = $"/negotiations/talks-{i}" })]);
        var feed = new JsonObject
        {
            ["events"] = events,
            ["next"] = 100,
            ["position"] = "@100",
        }.ToJsonString();
        await using var server = await StubServer.Answering(asked =>
            (200, asked.Target.StartsWith("/feed", StringComparison.Ordinal) ? feed : Answer)
        );

        var ran = await Ran.Ledger("changes --since @40", server.Url);

        ran.Out.ShouldContain("10 more negotiations");
        server.Requests.Count.ShouldBe(51);
    }

    [Fact]
    public async Task Of_all_negotiations_a_date_is_no_place_to_begin_at()
    {
        var ran = await Ran.Ledger("changes --since 2025-07-24", "http://127.0.0.1:1");

        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain("--since is '2025-07-24': of all negotiations give a position such as @40");
    }

    private static Paper Print(string answer, int width, bool isScreen)
    {
        var paper = isScreen ? Paper.Screen(width) : Paper.Pipe(width);
        Changes.Show(paper.Page, JsonElement.Parse(answer));
        return paper;
    }
}
