using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class DiffTests
{
    private const string Answer = """
        {"negotiation":"doha-2025","view":"status","left":{"accordingTo":["party:united-states"]},"right":{"occurredUntil":"2025-07-24","accordingTo":["party:israel","party:hamas"]},
         "position":"@53","version":48,"differences":[
         {"field":"/phase","left":{"value":"deadlocked"},"right":{"value":"adjourned"},"words":["The talks: adjourned, no longer deadlocked"],"isSmallest":true,"causes":[
           {"id":"a","sequence":29,"type":"deadlock_declared","what":"United States declares deadlock","occurred":"2025-07-24","viewpoint":"party:united-states","inLeft":true,"inRight":false,"why":"another_viewpoint"},
           {"id":"b","sequence":40,"type":"talks_adjourned","what":"talks adjourned","occurred":"2025-07-24","viewpoint":"party:israel","inLeft":false,"inRight":true,"why":"not_yet_occurred"}]},
         {"field":"/proposals/plan/responses/hamas","left":{"latest":{"value":"rejected"},"times":2},"words":["Hamas: answer to plan no longer on record (rejected)"],"isSmallest":false,"causes":[
           {"id":"c","sequence":28,"type":"proposal_rejected","what":"Hamas rejects plan","occurred":"2025-07-24","viewpoint":"source:x","inLeft":true,"inRight":true,"why":"corrected","by":["d"]}]},
         {"field":"/ultimatums/go","left":{"state":{"value":"running"}},"right":{"state":{"value":"running"},"isPast":true},"words":["Its deadline has passed"],"isSmallest":true,"causes":[]}]}
        """;

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void Words_come_first_then_each_field_with_both_values_and_what_makes_it(int width)
    {
        var text = Print(Answer, width, isScreen: false).Flat;

        text.ShouldContain("left accordingTo party:united-states");
        text.ShouldContain("right occurredUntil 2025-07-24; accordingTo party:israel, party:hamas");
        text.IndexOf("The talks: adjourned, no longer deadlocked", StringComparison.Ordinal)
            .ShouldBeLessThan(text.IndexOf("/phase", StringComparison.Ordinal));
        foreach (var part in new[] { "deadlocked", "adjourned", "rejected, twice", "nothing", "the lenses alone", "position @53" })
            text.ShouldContain(part);
        if (width == 60)
        {
            text.ShouldContain(
                "@29 United States declares deadlock (left only: another viewpoint) @40 talks adjourned (right only: not yet occurred)"
            );
            text.ShouldContain("@28 Hamas rejects plan (different on each side: corrected) fewer records may suffice");
        }
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(60, true)]
    [InlineData(100, false)]
    [InlineData(120, true)]
    public void No_line_is_wider_than_the_paper_and_nothing_moves_the_cursor(int width, bool isScreen)
    {
        var answer = JsonNode.Parse(Answer)!;
        foreach (var difference in answer["differences"]!.AsArray())
            Spoiler.Spoil(difference!["causes"]);

        var paper = Print(answer.ToJsonString(), width, isScreen);

        paper.Lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(width);
        paper.Text.ShouldNotContain('\u001b');
        paper.Raw.Contains('\u001b').ShouldBe(isScreen);
    }

    [Fact]
    public void Answers_that_agree_are_said_to()
    {
        var answer = JsonNode.Parse(Answer)!;
        answer["differences"] = new JsonArray();

        Print(answer.ToJsonString(), 80, isScreen: false).Text.ShouldContain("The two answers agree.");
    }

    [Fact]
    public async Task Parts_of_the_lenses_are_passed_on_by_their_names()
    {
        await using var server = await StubServer.Answering(200, Answer);

        var ran = await Ran.Ledger(
            "diff doha-2025 --view demands --left accordingTo=party:israel --left occurredUntil=2025-07-23 --right accordingTo=publisher:A=B",
            server.Url
        );

        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        server
            .Requests.Single()
            .Target.ShouldBe(
                "/negotiations/doha-2025/diff?view=demands&left.accordingTo=party%3Aisrael&left.occurredUntil=2025-07-23&right.accordingTo=publisher%3AA%3DB"
            );
    }

    [Theory]
    [InlineData("--left israel", "--left is 'israel': give a part of a lens and its value")]
    [InlineData("--right =x", "--right is '=x'")]
    public async Task What_is_no_part_of_a_lens_is_refused_here(string option, string words)
    {
        var ran = await Ran.Ledger($"diff doha-2025 {option}", "http://127.0.0.1:1");

        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain(words);
    }

    private static Paper Print(string answer, int width, bool isScreen)
    {
        var paper = isScreen ? Paper.Screen(width) : Paper.Pipe(width);
        Diff.Show(paper.Page, JsonElement.Parse(answer));
        return paper;
    }
}
