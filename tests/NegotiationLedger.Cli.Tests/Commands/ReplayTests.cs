using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NegotiationLedger.Cli.Tests.Support;
using Spectre.Console;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class ReplayTests
{
    [Fact]
    public async Task Into_a_pipe_a_frame_is_a_line()
    {
        await using var server = await Serving(Frames.Ndjson(Frames.Three));

        var ran = await Ran.Ledger("replay doha-2025 --order occurred --from 2025-07-01 --according-to party:israel", server.Url);

        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([
                "    1  2025-07~/2025-07-24      talks in session in Doha (Israel; on record): The talks: talks_convened  @21 #1 01983da7-0000-7000-8000-000000000001",
                "    2  2025-07-24               denied: The recall does not signal a crisis (Israel; on record)  @22 #2 01983da7-0000-7000-8000-000000000002",
                "    3  2025-07-24               talks collapsed (Israel; on record): The talks: talks_collapsed  @23 #3 01983da7-0000-7000-8000-000000000003",
            ]);
        server.Requests.Last().Target.ShouldBe("/negotiations/doha-2025/replay?accordingTo=party%3Aisrael&order=occurred&from=2025-07-01");
    }

    [Fact]
    public async Task A_line_stays_one_line_whatever_others_wrote()
    {
        var frames = Frames.Three.Select(f => f.DeepClone().AsObject()).ToList();
        foreach (var frame in frames)
        {
            frame["what"] = "two\nlines" + Spoiler.Hostile;
            frame["words"] = new JsonArray("more\r\nlines" + Spoiler.Hostile);
        }

        await using var server = await Serving(Frames.Ndjson(frames));

        var ran = await Ran.Ledger("replay doha-2025", server.Url);

        ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        ran.Out.ShouldNotContain('\u001b');
        ran.Out.ShouldNotContain('\u202e');
    }

    [Fact]
    public async Task Json_is_passed_on_as_it_is()
    {
        var ndjson = Frames.Ndjson(Frames.Three);
        await using var server = await Serving(ndjson);

        (await Ran.Ledger("replay doha-2025 --json", server.Url)).Out.ShouldBe(ndjson);
    }

    [Fact]
    public async Task Any_frame_is_found_with_its_view_made_from_the_whole_one_before_it()
    {
        using var reel = await Reel();

        reel.Count.ShouldBe(3);
        PhaseOf(reel.At(0).View).ShouldBe("in_session");
        PhaseOf(reel.At(1).View).ShouldBe("in_session");
        PhaseOf(reel.At(2).View).ShouldBe("collapsed");
        reel.At(1).Frame.GetProperty("what").GetString().ShouldBe("The recall does not signal a crisis");
    }

    [Theory]
    [InlineData("2025-07-01", 0)]
    [InlineData("2025-07-02", 1)]
    [InlineData("2025-07-24", 1)]
    [InlineData("2031", 2)]
    [InlineData("1999-01-01", 0)]
    [InlineData("3", 2)]
    [InlineData("99", 2)]
    [InlineData("0", 2)]
    public async Task A_jump_goes_to_the_first_frame_of_a_date_or_to_a_number(string wanted, int index)
    {
        using var reel = await Reel();

        reel.Find(wanted).ShouldBe(index);
    }

    [Fact]
    public void Keys_go_on_back_to_the_ends_and_away()
    {
        Press(Place.Start, "nn").Index.ShouldBe(2);
        Press(Place.Start, "nnnnnn").Index.ShouldBe(4, "the last");
        Press(Place.Start, "nnp").Index.ShouldBe(1);
        Press(Place.Start, "p").Index.ShouldBe(0);
        Press(Place.Start, "e").Index.ShouldBe(4);
        Press(Place.Start, "eg").Index.ShouldBe(0);
        Press(Place.Start, "xyz").ShouldBe(Place.Start);
        Press(Place.Start, "q").IsOver.ShouldBeTrue();
        Place.Start.After(new('\0', ConsoleKey.RightArrow, false, false, false), 5).Index.ShouldBe(1);
    }

    [Fact]
    public void Playing_goes_on_by_itself_at_a_pace_until_the_last_frame_or_a_key()
    {
        var playing = Press(Place.Start, " ");
        playing.IsPlaying.ShouldBeTrue();
        playing.Tick(5).ShouldBe(playing with { Index = 1 });
        playing.Tick(2).IsPlaying.ShouldBeFalse("it came to the last");
        Press(playing, " ").IsPlaying.ShouldBeFalse();
        Press(playing, "n").IsPlaying.ShouldBeFalse();
        Press(playing, "+").Pace.ShouldBe(playing.Pace / 2);
        Press(playing, "++++++++++").Pace.ShouldBe(TimeSpan.FromMilliseconds(125));
        Press(playing, "----------").Pace.ShouldBe(TimeSpan.FromSeconds(16));
        Press(Place.Start, "e ").IsPlaying.ShouldBeFalse("there is nothing to play");
    }

    [Theory]
    [InlineData(60, 20)]
    [InlineData(80, 30)]
    [InlineData(100, 30)]
    [InlineData(120, 45)]
    [InlineData(200, 60)]
    public async Task A_screen_shows_the_assertion_what_it_changed_and_the_state_and_is_never_left(int width, int height)
    {
        using var reel = await Reel();
        var page = new FramePage("doha-2025", new Names(Fixture.Element("status").GetProperty("frame")), "status");
        foreach (var index in new[] { 0, 1, 2 })
        {
            var (frame, view) = reel.At(index);
            var lines = page.Draw(frame, view, $"Frame {index + 1} of 3", Place.Keys, new(width, height, Console(width)));

            lines.Count.ShouldBeLessThanOrEqualTo(height);
            lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(width);
            lines[0].ShouldBe($"Frame {index + 1} of 3");
        }

        var shown = string.Join('\n', page.Draw(reel.At(1).Frame, reel.At(1).View, "Frame 2", Place.Keys, new(120, 60, Console(120))));
        shown.ShouldContain("denied: The recall does not signal a crisis");
        shown.ShouldContain("\"does not signal a crisis\"");
        shown.ShouldContain("The Wire");
        shown.ShouldContain("Nothing in this view.");
        shown.ShouldContain("│ phase");
    }

    [Fact]
    public async Task A_refusal_is_told_as_everywhere()
    {
        await using var server = await StubServer.Answering(asked =>
            asked.Target.Contains("/replay", StringComparison.Ordinal)
                ? (
                    400,
                    """{"type":"x","title":"The query cannot be answered.","status":400,"detail":"/order: 'sideways' is not a valid order."}"""
                )
                : (200, "{}")
        );

        var ran = await Ran.Ledger("replay doha-2025 --order sideways", server.Url);

        ran.Code.ShouldBe(ExitCodes.Refused);
        ran.Error.ShouldContain("'sideways' is not a valid order");
    }

    private static Place Press(Place place, string keys) =>
        keys.Aggregate(place, (at, key) => at.After(new(key, ConsoleKey.None, false, false, false), 5));

    private static string? PhaseOf(JsonElement view) => view.GetProperty("phase").GetProperty("value").GetString();

    private static async Task<Reel> Reel()
    {
        var reel = new Reel();
        await reel.Take(new MemoryStream(Encoding.UTF8.GetBytes(Frames.Ndjson(Frames.Three))), CancellationToken.None);
        return reel;
    }

    private static IAnsiConsole Console(int width)
    {
        var console = Surroundings.Open(new StringWriter(), isPipe: true, name => name == "COLUMNS" ? $"{width}" : null);
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static Task<StubServer> Serving(string ndjson) =>
        StubServer.Responding(
            async (asked, response) =>
            {
                var isReplay = asked.Target.Contains("/replay", StringComparison.Ordinal);
                response.ContentType = isReplay ? "application/x-ndjson" : "application/json";
                await response.WriteAsync(
                    isReplay ? ndjson : new JsonObject { ["frame"] = Fixture.View("status")["frame"]!.DeepClone() }.ToJsonString()
                );
            }
        );
}
