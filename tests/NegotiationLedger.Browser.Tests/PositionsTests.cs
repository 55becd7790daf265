using System.Text.Json.Nodes;
using NegotiationLedger.Browser.Tests.Support;

namespace NegotiationLedger.Browser.Tests;

/// <summary>What parties hold: the pages of issues, proposals, agreements and demands.</summary>
[Collection(nameof(TwoNegotiations))]
public sealed class PositionsTests(Chromium chromium, TwoNegotiations server)
{
    public static TheoryData<string> Negotiations => ["doha-2025", "brexit-2018"];

    [Theory]
    [MemberData(nameof(Negotiations))]
    public async Task The_matrix_says_what_the_API_says(string negotiation)
    {
        var view = await Answer($"/negotiations/{negotiation}/matrix");
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"/talks/{negotiation}/matrix");
        var rows = await Shown.Of(visit, ".matrix tbody tr", ".position", ".rival", ".red-line", ".agreed");
        rows.Select(r => r["id"]).Order().ShouldBe(view["issues"].Members().Select(m => $"i-{m.Name}").Order());
        foreach (var (issue, row) in view["issues"].Members())
        {
            var shown = rows.Single(r => r["id"] == $"i-{issue}");
            shown["data-row"].ShouldBe(row["state"]!.ToString());
            var positions = row["cells"].Members().SelectMany(c => c.Value["others"].Items().Prepend(c.Value["current"]!)).ToList();
            shown.Counts[".position"].ShouldBe(positions.Count, issue);
            shown.Counts[".rival"].ShouldBe(positions.Sum(p => p["contested"].Items().Count), issue);
            shown.Counts[".red-line"].ShouldBe(positions.Count(p => p["redLine"]?.GetValue<bool>() == true), issue);
            shown.Counts[".agreed"].ShouldBe(row["agreed"] is null ? 0 : 1, issue);
            foreach (var said in positions.Append(row["agreed"]).Select(p => p?["text"]).OfType<JsonNode>())
                shown.Text.ShouldContain(said.Plain(), customMessage: issue);
            foreach (var position in positions)
                shown.Dates.ShouldContain(position["occurred"]!.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Negotiations))]
    public async Task The_proposals_say_what_the_API_says(string negotiation)
    {
        var view = await Answer($"/negotiations/{negotiation}/proposals");
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"/talks/{negotiation}/proposals");
        string[] counted = [".term", ".taker", ".in-order > li", ".described > li", ".answer[data-answer=awaited]", ".rival", ".move"];
        var cards = await Shown.Of(visit, ".item[id^=p-]", counted);
        cards.Select(r => r["id"]).Order().ShouldBe(view["proposals"].Members().Select(m => $"p-{m.Name}").Order());
        foreach (var (id, proposal) in view["proposals"].Members())
        {
            var shown = cards.Single(c => c["id"] == $"p-{id}");
            shown["data-state"].ShouldBe(proposal["state"]!["value"]!.ToString());
            shown.Text.ShouldContain(proposal["title"]!["value"].Plain());
            var terms = proposal["terms"].Members().Select(t => t.Value).ToList();
            string[] takers = ["acceptedBy", "rejectedBy", "conditionallyAcceptedBy"];
            shown.Counts[".term"].ShouldBe(terms.Count, id);
            shown.Counts[".taker"].ShouldBe(terms.Sum(t => takers.Count(by => t[by].Items().Count > 0)), id);
            shown.Counts[".in-order > li"].ShouldBe(proposal["answers"].Items().Count, id);
            shown.Counts[".described > li"].ShouldBe(proposal["characterizations"].Items().Count, id);
            shown.Counts[".answer[data-answer=awaited]"].ShouldBe(proposal["awaiting"].Items().Count, id);
            shown.Counts[".move"].ShouldBe(proposal["move"].Items().Count > 0 ? 1 : 0, id);
            foreach (
                var said in terms.Select(t => t["text"]!["value"]).Concat(proposal["characterizations"].Items().Select(c => c["words"]))
            )
                shown.Text.ShouldContain(said.Plain());
            foreach (var answer in proposal["answers"].Items())
            {
                shown.Text.ShouldContain(view.PartyIn(answer["by"]!.ToString()));
                shown.Dates.ShouldContain(answer["occurred"]!.ToString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Negotiations))]
    public async Task The_agreements_say_what_the_API_says(string negotiation)
    {
        var view = await Answer($"/negotiations/{negotiation}/agreements");
        var timeline = await Answer($"/negotiations/{negotiation}/timeline");
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"/talks/{negotiation}/agreements");
        string[] counted = [".term", ".answers > li:not([data-answer=awaited])", ".described > li", ".stands .rival"];
        var cards = await Shown.Of(visit, ".item[id^=a-]", counted);
        cards.Select(r => r["id"]).Order().ShouldBe(view["byId"].Members().Select(m => $"a-{m.Name}").Order());
        foreach (var (id, agreement) in view["byId"].Members())
        {
            var shown = cards.Single(c => c["id"] == $"a-{id}");
            shown["data-state"].ShouldBe(agreement["state"]!["value"]!.ToString());
            shown.Counts[".term"].ShouldBe(agreement["terms"].Members().Count(), id);
            shown.Counts[".answers > li:not([data-answer=awaited])"].ShouldBe(agreement["decisions"].Members().Count(), id);
            shown.Counts[".described > li"].ShouldBe(agreement["breaches"].Items().Count, id);
            shown.Counts[".stands .rival"].ShouldBe(agreement["state"]!["contested"].Items().Count, id);
            foreach (var (_, text) in agreement["terms"].Members())
                shown.Text.ShouldContain(text["value"].Plain());
            foreach (var (_, decision) in agreement["decisions"].Members())
                shown.Text.ShouldContain(DecisionIn(decision["value"]!));
            foreach (var past in agreement["decisions"].Members().SelectMany(d => d.Value["history"].Items()))
                shown.Text.ShouldContain($"before: {DecisionIn(past["value"]!)}");
        }

        var commitments = await Shown.Of(visit, ".commitments > li");
        commitments
            .Select(c => c["data-state"])
            .Order()
            .ShouldBe(view["commitments"].Members().Select(c => c.Value["state"]!["value"]!.ToString()).Order());
        foreach (var (_, commitment) in view["commitments"].Members())
            commitments.ShouldContain(c => c.Text.Contains(commitment["text"]!["value"].Plain()));
        (await Shown.Of(visit, ".votes > li")).Count.ShouldBe(timeline["items"].Items().Count(i => i["type"]!.ToString() == "vote_held"));
    }

    [Theory]
    [MemberData(nameof(Negotiations))]
    public async Task The_demands_say_what_the_API_says(string negotiation)
    {
        var view = await Answer($"/negotiations/{negotiation}/demands");
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"/talks/{negotiation}/demands");
        var shown = await Shown.Of(visit, ".demand", ".red-line", ".wordings > li", ".rival");
        var demands = view["parties"]
            .Members()
            .SelectMany(p => p.Value["demands"].Members().Select(d => (Id: $"d-{p.Name}.{d.Name}", Demand: d.Value)))
            .ToList();
        shown.Select(d => d["id"]).Order().ShouldBe(demands.Select(d => d.Id).Order());
        foreach (var (id, demand) in demands)
        {
            var card = shown.Single(d => d["id"] == id);
            card["data-status"].ShouldBe(demand["status"]!["value"]!.ToString());
            card.Text.ShouldContain(demand["text"]!["value"].Plain());
            card.Dates.ShouldContain(demand["firstAsserted"]!.ToString());
            card.Dates.ShouldContain(demand["lastAsserted"]!.ToString());
            card.Counts[".red-line"].ShouldBe(demand["redLine"]!["value"]!.GetValue<bool>() ? 1 : 0, id);
            var wordings = demand["wordings"].Items();
            card.Counts[".wordings > li"].ShouldBe(wordings.Count > 1 ? wordings.Count : 0, id);
            if (demand["reaffirmed"]!.GetValue<int>() is > 1 and var times)
                card.Text.ShouldContain($"stated again {times} times");
        }
    }

    [Theory]
    [InlineData("matrix", "#i-leadership td:nth-of-type(1) a.value", "/issues/leadership/cells/hamas/current")]
    [InlineData("proposals", ".answer[data-answer=rejected] a.value", "/proposals/phased-ceasefire/responses/hamas/latest")]
    [InlineData("proposals", ".described a.value", "/proposals/phased-ceasefire/characterizations/0")]
    [InlineData("demands", "#d-hamas\\.long-term-control .said a.value", "/parties/hamas/demands/long-term-control/text")]
    public async Task A_value_opens_its_records_beside_it(string page, string value, string pointer)
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"/talks/doha-2025/{page}");
        await visit.Page.EvaluateAsync("window.sameDocument = true");
        await visit.Page.Locator(value).First.ClickAsync();
        await visit.Page.Locator("#why .record").First.WaitForAsync();
        (await visit.Page.EvaluateAsync<bool>("window.sameDocument === true")).ShouldBeTrue("the page was loaded again");
        visit.Page.Url.ShouldContain(Uri.EscapeDataString(pointer));
        var view = await Answer($"/negotiations/doha-2025/{page}");
        var field = pointer.Split('/').Skip(1).Aggregate(view, (at, name) => at is JsonArray list ? list[int.Parse(name)]! : at[name]!);
        var shown = await visit
            .Page.Locator("#why .record .what a")
            .EvaluateAllAsync<string[]>("links => links.map(a => a.pathname.split('/').pop())");
        var events = field["events"].Items().Select(e => e.ToString()).Concat(field["event"] is { } one ? [one.ToString()] : []);
        foreach (var record in events)
            shown.ShouldContain(record);
        (await visit.Page.Locator("#why h3 b").First.InnerTextAsync()).ShouldNotBeEmpty("nobody is named");
    }

    [Fact]
    public async Task Other_positions_open_by_key_and_an_issue_is_a_card_in_a_narrow_window()
    {
        await using var visit = await Visit.Of(chromium, server, width: 320);
        await visit.To("/talks/brexit-2018/matrix");
        var summary = visit.Page.Locator("#i-ireland details.others summary").First;
        var position = visit.Page.Locator("#i-ireland details.others .position").First;
        (await position.IsVisibleAsync()).ShouldBeFalse();
        await summary.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        (await position.IsVisibleAsync()).ShouldBeTrue();
        await visit.ShouldFitTheWindow();
        // Whose position it is stands on the card; to a reader who hears it, it is still a cell of a table.
        (await visit.Page.Locator("#i-ireland .whose").First.IsVisibleAsync()).ShouldBeTrue();
        (
            await visit
                .Page.GetByRole(Microsoft.Playwright.AriaRole.Rowheader, new() { Name = "Border on the island of Ireland" })
                .CountAsync()
        ).ShouldBe(1);
    }

    [Theory]
    [InlineData("matrix")]
    [InlineData("proposals")]
    [InlineData("agreements")]
    [InlineData("demands")]
    [InlineData("history")]
    [InlineData("diff?record=140")]
    public async Task A_long_negotiation_is_accessible_and_fits(string page)
    {
        await using var visit = await Visit.Of(chromium, server, width: 320);
        await visit.To($"/talks/brexit-2018/{page}");
        await visit.Page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => { if (!d.name) d.open = true })");
        await visit.ShouldFitTheWindow();
        await visit.ShouldBeAccessible();
        await visit.Page.SetViewportSizeAsync(1280, 900);
        await visit.ShouldFitTheWindow();
        await visit.Keep($"brexit-{page.Split('?')[0]}");
    }

    [Fact]
    public async Task The_tree_of_proposals_leads_to_each_of_them()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/talks/brexit-2018/proposals");
        (await visit.Page.Locator("svg.tree a").CountAsync()).ShouldBe(4);
        (await visit.Page.Locator("svg.tree path.answers-to").CountAsync()).ShouldBe(1);
        await visit.Page.Locator("svg.tree a", new() { HasText = "Temporary customs arrangement" }).ClickAsync();
        await visit.Page.ShouldReach("#p-uk-backstop$");
        (await visit.Page.Locator("#p-uk-backstop").EvaluateAsync<bool>("e => e.matches(':target')")).ShouldBeTrue();
        (await visit.Page.Locator("#p-uk-backstop").GetAttributeAsync("data-depth")).ShouldBe("1");
    }

    [Fact]
    public async Task What_people_wrote_stays_text()
    {
        const string hostile = "<img src=x onerror=alert(1)> \"'&lt; ‮עברית";
        await server.Server.OpenCopyOfDoha("hostile");
        JsonObject Said() =>
            new()
            {
                ["source"] = "peace-talks-collapse",
                ["mode"] = "observed",
                ["assertedOn"] = "2025-07-24",
            };
        JsonArray developments =
        [
            new JsonObject
            {
                ["type"] = "proposal_offered",
                ["occurred"] = "2025-07-02",
                ["proposal"] = "hostile",
                ["title"] = hostile,
                ["by"] = "israel",
                ["terms"] = new JsonObject { ["aid"] = new JsonObject { ["text"] = hostile } },
                ["attribution"] = Said(),
            },
            new JsonObject
            {
                ["type"] = "demand_stated",
                ["occurred"] = "2025-07-02",
                ["demand"] = "hostile",
                ["party"] = "israel",
                ["text"] = hostile,
                ["issue"] = "aid",
                ["attribution"] = Said(),
            },
            new JsonObject
            {
                ["type"] = "agreement_reached",
                ["occurred"] = "2025-07-03",
                ["agreement"] = "hostile",
                ["title"] = hostile,
                ["terms"] = new JsonObject { ["aid"] = new JsonObject { ["text"] = hostile } },
                ["attribution"] = Said(),
            },
        ];
        (await server.Server.Post("/negotiations/hostile/developments", developments)).Status.ShouldBe(System.Net.HttpStatusCode.Created);
        await using var visit = await Visit.Of(chromium, server);
        foreach (
            var page in new[]
            {
                "matrix",
                "proposals",
                "agreements",
                "demands",
                "history?sort=newest",
                "diff?left.recordedUntil=@1&view=demands",
            }
        )
        {
            (await visit.To($"/talks/hostile/{page}")).Status.ShouldBe(200, page);
            (await visit.Page.Locator("main img").CountAsync()).ShouldBe(0, page);
            (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("onerror=alert(1)", customMessage: page);
        }
    }

    private async Task<JsonNode> Answer(string path) => (await server.Server.Get(path))["answer"]!;

    private static string DecisionIn(JsonNode value) =>
        value["kind"]!
        + (value["body"] is { } body ? $" by {body}" : "")
        + (value["votesFor"] is { } yes ? $", {yes} to {value["votesAgainst"]}" : "");
}
