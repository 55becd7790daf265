using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NegotiationLedger.Browser.Tests.Support;
using NegotiationLedger.Console;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>What readers do on the replay.</summary>
[Collection(nameof(TwoNegotiations))]
public sealed class ReplayTests(Chromium chromium, TwoNegotiations server)
{
    private const string Doha = "/talks/doha-2025/replay";

    private static readonly Regex PlaceMarks = Pattern.Of("data-at=\"[0-9]+\" data-then=\"[0-9]+\"");
    private static readonly Regex Word = Pattern.Of("<li dir=\"auto\">(?<it>.*?)</li>");
    private static readonly Regex What = Pattern.Of("<p class=\"what\" dir=\"auto\">(?<it>.*?)</p>");
    private static readonly Regex Value = Pattern.Of(
        "<span class=\"(?<kind>field changed|field)\">\\s*<a class=\"value\" data-swap=\"why\" href=\"[^\"]*why=(?<it>[^\"&#]+)"
    );

    [Theory]
    [InlineData("occurred", "")]
    [InlineData("recorded", "")]
    [InlineData("occurred", "&accordingTo=party:israel")]
    public async Task Every_frame_says_what_the_API_says(string order, string lens)
    {
        var lines = await server.Server.Http.GetStringAsync($"/negotiations/doha-2025/replay?order={order}&views=all{lens}");
        List<JsonNode> frames = [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
        frames.Count.ShouldBeGreaterThan(lens.Length > 0 ? 10 : 40);
        var (at, then, next) = (0, 0, $"{Doha}?order={order}{lens}");
        foreach (var frame in frames)
        {
            if (lens.Length == 0)
                (at, then) = frame["entry"] is null ? (at, then + 1) : (at + 1, 0);
            var page = await server.Server.Http.GetStringAsync(next);

            if (lens.Length == 0)
                page.ShouldContain($"data-at=\"{at}\" data-then=\"{then}\"");
            ShouldSay(page, frame);
            next = Link(page, "replay-next");
        }

        next.ShouldBe("");
    }

    [Fact]
    public async Task Steps_back_lead_through_the_same_frames_as_steps_forward()
    {
        var (ahead, next) = (new List<string>(), Doha + "?order=recorded&at=40");
        for (; next.Length > 0; next = Link(await server.Server.Http.GetStringAsync(next), "replay-next"))
            ahead.Add(Place(await server.Server.Http.GetStringAsync(next)));
        var (back, before) = (new List<string>(), Doha + "?order=recorded&at=48&then=9");
        while (back.Count < ahead.Count)
        {
            var page = await server.Server.Http.GetStringAsync(before);
            back.Add(Place(page));
            before = Link(page, "replay-back");
        }

        back.Reverse();
        back.ShouldBe(ahead);
    }

    [Fact]
    public async Task Keys_step_and_what_changed_is_marked()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"{Doha}?at=2");
        await visit.Page.Locator("#replay").FocusAsync();

        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.ShouldReach("at=3");
        await visit.Page.Keyboard.PressAsync("End");
        await visit.Page.ShouldReach("at=48");
        await Expect(visit.Page.Locator("#replay-last[href*='at=48']")).ToHaveCountAsync(1);
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await visit.Page.ShouldReach("at=47");
        await visit.Page.Keyboard.PressAsync("Home");
        await visit.Page.ShouldReach("at=1(&|$)");
        await Expect(visit.Page.Locator("#replay-place")).ToHaveTextAsync("1 of 48");
        await Expect(visit.Page.Locator("#replay-said")).Not.ToBeEmptyAsync();

        var collapsed = await At("talks collapsed");
        await visit.To($"{Doha}?at={collapsed}");
        await Expect(visit.Page.Locator(".phase .field.changed")).ToContainTextAsync("Collapsed");
        await Expect(visit.Page.Locator("#replay-frame .words")).ToContainTextAsync("The talks: collapsed");
        await Expect(visit.Page.Locator("#why .record")).ToContainTextAsync("talks collapsed");
        await visit.ShouldBeAccessible();
    }

    [Fact]
    public async Task It_plays_to_the_end_and_pauses_by_the_space_bar()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"{Doha}?at=46");
        await visit.Page.Locator("#replay-speed").SelectOptionAsync("600");
        await visit.Page.Locator("#replay-play").ClickAsync();
        await Expect(visit.Page.Locator("#replay-play")).ToHaveTextAsync("Pause");
        await visit.Page.ShouldReach("at=48");
        await Expect(visit.Page.Locator("#replay-play")).ToHaveTextAsync("Play");

        // At the end it begins again.
        await visit.Page.Locator("#replay").FocusAsync();
        await visit.Page.Keyboard.PressAsync(" ");
        await visit.Page.ShouldReach("at=2(&|$)");
        await visit.Page.Keyboard.PressAsync(" ");
        await Expect(visit.Page.Locator("#replay-play")).ToHaveTextAsync("Play");
        (await visit.Page.EvaluateAsync<double>("scrollY")).ShouldBe(0);
    }

    [Fact]
    public async Task The_scrubber_leads_to_any_record_and_evidence_stays_open_by_its_address()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"{Doha}?order=recorded");
        await visit.Page.Locator("#replay-at").FillAsync("40");
        await visit.Page.ShouldReach("at=40");
        visit.Page.Url.ShouldContain("order=recorded");
        await Expect(visit.Page.Locator("#replay-frame")).ToHaveAttributeAsync("data-at", "40");
        await Expect(visit.Page.Locator("#replay-frame .when")).ToContainTextAsync("recorded");

        await visit.Page.Locator(".phase .value").First.ClickAsync();
        await visit.Page.ShouldReach("at=40.*why=%2Fphase");
        await Expect(visit.Page.Locator("#why .support").First).ToBeVisibleAsync();
        await visit.Page.Locator("#replay-next").ClickAsync();
        await visit.Page.ShouldReach("at=41$");
        await Expect(visit.Page.Locator("#why .support")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Without_script_it_is_links_and_a_form()
    {
        await using var visit = await Visit.Of(chromium, server, hasScript: false);
        await visit.To($"{Doha}?order=recorded&at=3");
        await Expect(visit.Page.Locator("#replay-play")).ToBeHiddenAsync();
        await visit.Page.Locator("#replay-next").ClickAsync();
        await Expect(visit.Page.Locator("#replay-place")).ToHaveTextAsync("4 of 48");
        await visit.Page.Locator("#replay-at").FillAsync("20");
        await visit.Page.Locator("#replay-go").ClickAsync();
        await Expect(visit.Page.Locator("#replay-place")).ToHaveTextAsync("20 of 48");
        visit.Page.Url.ShouldContain("order=recorded");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "How it happened" }).ClickAsync();
        await Expect(visit.Page.Locator("#replay-place")).ToHaveTextAsync("1 of 48");
    }

    [Theory]
    [InlineData("order=sideways")]
    [InlineData("at=0")]
    [InlineData("at=x")]
    public async Task What_is_not_valid_is_said_on_a_page(string query)
    {
        var page = await server.Server.Send(HttpMethod.Get, $"{Doha}?{query}", body: null, ("Accept", "text/html"));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("<h1>");
        page.Text.ShouldContain(query.Split('=')[0]);
    }

    [Fact]
    public void A_patch_changes_the_field_that_contains_it_and_those_that_came_with_it()
    {
        var view = JsonNode.Parse(
            """
            { "phase": { "value": "collapsed", "events": [], "contested": [{ "value": "adjourned" }], "history": [{}] },
              "venue": { "value": "Doha", "events": [], "history": [{}] },
              "proposals": { "a/b": { "title": { "value": "A", "events": [] }, "responses": { "x": { "latest": { "value": "rejected", "events": [] } } } } } }
            """
        )!;
        var patch = JsonNode
            .Parse(
                """
                [{ "op": "add", "path": "/phase/contested/0", "value": {} }, { "op": "add", "path": "/venue/history/0", "value": {} },
                 { "op": "add", "path": "/proposals/a~1b", "value": {} }, { "op": "remove", "path": "/outcome" }]
                """
            )!
            .AsArray();

        ChangedPointers
            .Of(patch, view)
            .ShouldBe(["/phase", "/proposals/a~1b/title", "/proposals/a~1b/responses/x/latest"], ignoreOrder: true);
    }

    private static void ShouldSay(string page, JsonNode frame)
    {
        var words = Word.Matches(FrameOf(page)).Select(m => WebUtility.HtmlDecode(m.Groups["it"].Value)).ToList();
        words.ShouldBe(frame["words"]!.AsArray().Select(w => w!.GetValue<string>()).Take(30));
        if (frame["entry"] is not null)
            WebUtility.HtmlDecode(What.Match(page).Groups["it"].Value).ShouldBe(frame["what"]!.GetValue<string>());
        // What the picture marks is what the patch changes, and nothing else.
        var changed = ChangedPointers.Of(frame["patch"]!.AsArray(), frame["view"]!);
        foreach (Match value in Value.Matches(page))
        {
            var pointer = Uri.UnescapeDataString(value.Groups["it"].Value);
            (value.Groups["kind"].Value == "field changed").ShouldBe(changed.Contains(pointer), $"{pointer}: {frame["what"]}");
        }

        if (frame["view"]!["phase"]?["value"]?.GetValue<string>() is { } phase)
            page.ShouldContain($"data-phase=\"{phase}\"");
    }

    private async Task<int> At(string what)
    {
        var lines = await server.Server.Http.GetStringAsync("/negotiations/doha-2025/replay");
        var frames = lines
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonNode.Parse(l)!)
            .Where(f => f["entry"] is not null);
        return frames.TakeWhile(f => f["what"]!.GetValue<string>() != what).Count() + 1;
    }

    private static string FrameOf(string page) =>
        page[page.IndexOf("id=\"replay-frame\"", StringComparison.Ordinal)..page.IndexOf("id=\"replay-said\"", StringComparison.Ordinal)];

    private static string Place(string page) => PlaceMarks.Match(page).Value;

    private static string Link(string page, string id) =>
        Pattern.Of($"id=\"{id}\" href=\"(?<it>[^\"]+)\"").Match(page) is { Success: true } link
            ? WebUtility.HtmlDecode(link.Groups["it"].Value)
            : "";
}
