using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>Article in, drafts out: a person accepts one, mends one, rejects one, and what was accepted stands.</summary>
public sealed class DraftsTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private const string Text =
        "Doha, 26 July. <b>Israel</b> brought its team home on Saturday. \nHamas said it had not been told of it. Nobody spoke of a date.";

    private const string Passage = "brought its team home on Saturday";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_article_becomes_drafts_and_a_person_decides_on_each(bool hasScript)
    {
        var talks = $"drafted-{hasScript}".ToLowerInvariant();
        await server.Server.OpenCopyOfDoha(talks);
        await Register(talks);
        var before = (await server.Server.History(talks)).Count;
        await using var visit = await Visit.Of(chromium, server, hasScript: hasScript);
        var page = visit.Page;
        await visit.To($"/library/{talks}?negotiation={talks}");
        await page.ClickAsync("main a[href*='/drafts?source=']");
        await Expect(page.Locator("#ask")).ToHaveCountAsync(0);
        await page.SetInputFilesAsync(
            "input[type=file]",
            new FilePayload
            {
                Name = "drafts.json",
                MimeType = "application/json",
                Buffer = System.Text.Encoding.UTF8.GetBytes(Drafts(talks).ToJsonString()),
            }
        );
        await page.ClickAsync("#take form button");
        await Expect(page.Locator("article.draft")).ToHaveCountAsync(3);
        await visit.ShouldFitTheWindow();

        // In its place, and nothing of the text becomes part of the page.
        var good = page.Locator("article.draft").Nth(0);
        await Expect(good.Locator("mark")).ToHaveTextAsync(Passage);
        await Expect(good.Locator("figure")).ToContainTextAsync("<b>Israel</b> ");
        await good.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(page.Locator("#said")).ToBeVisibleAsync();

        var mended = page.Locator("article.draft").Nth(0);
        await Expect(mended.Locator("[data-mark=not_anchored]")).ToHaveCountAsync(1);
        await Expect(mended.GetByRole(AriaRole.Button, new() { Name = "Accept" })).ToHaveCountAsync(0);
        await mended.Locator("summary").ClickAsync();
        var json = JsonNode.Parse(await mended.Locator("textarea").InputValueAsync())!;
        json["attribution"]!["quote"]!["exact"] = "Hamas said it had not been told of it.";
        await mended.Locator("textarea").FillAsync(json.ToJsonString());
        await mended.Locator("details button").ClickAsync();
        await Expect(mended.Locator("[data-mark]")).ToHaveCountAsync(0);
        await mended.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(page.Locator("article.draft")).ToHaveCountAsync(1);
        await page.Locator("article.draft").GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(page.Locator("article.draft")).ToHaveCountAsync(0);

        var recorded = (await server.Server.History(talks)).Skip(before).Select(e => e["type"]!.GetValue<string>());
        recorded.ShouldBe(["team_recalled", "statement_made"]);
        var status = await server.Server.Get($"/negotiations/{talks}/status");
        status.ToJsonString().ShouldContain((await server.Server.History(talks))[before]["id"]!.GetValue<string>());
        await visit.To($"/records/{(await server.Server.History(talks))[before]["id"]}");
        await Expect(page.Locator("#drafted")).ToContainTextAsync("file");
    }

    [Fact]
    public async Task What_is_no_file_of_drafts_is_told_and_stays_to_be_mended()
    {
        await using var visit = await Visit.Of(chromium, server);
        visit.Expected.Add("400");
        await visit.To("/talks/doha-2025/drafts?source=peace-talks-collapse");
        await visit.Page.FillAsync("#given", "[{\"type\": ");
        await visit.Page.ClickAsync("#take form button");
        await Expect(visit.Page.Locator("#problem")).ToBeVisibleAsync();
        await visit.ShouldBeAccessible();
    }

    [Fact]
    public async Task A_draft_is_mended_in_the_form_beside_its_text_and_judged_again()
    {
        const string hostile = "</script><b>Not told</b> & \u2028 so";
        var draft = await Drafted(
            "mended-in-form",
            Draft("mended-in-form", "Hamas was told of it.", ("text", hostile), ("stance", "neutral"))
        );
        await using var visit = await Visit.Of(chromium, server);
        var page = visit.Page;
        await visit.To("/talks/mended-in-form/drafts?source=mended-in-form");
        await Expect(page.Locator("article.draft [data-mark]")).Not.ToHaveCountAsync(0);
        await page.Locator("article.draft a.edit").Follow();
        await Expect(page.Locator("#reader")).ToContainTextAsync(Passage);
        await visit.ShouldBeAccessible();
        await visit.ShouldFitTheWindow();

        // It has no type yet: one is chosen, and what was drafted fills its fields.
        await page.Locator("#type-list a[data-type=statement_made]").ClickAsync();
        await Expect(page.Locator("#form [data-field=text] [data-value]").First).ToHaveValueAsync(hostile);
        await page.Locator("[data-field=quote] [data-field=exact] [data-value]").FillAsync("Hamas said it had not been told of it.");
        await Expect(page.Locator("#problems")).ToBeHiddenAsync();
        await page.ClickAsync("#record");
        await page.ShouldReach("/talks/mended-in-form/drafts[?]source=mended-in-form#d-");
        await Expect(page.Locator("article.draft [data-mark]")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Accept" })).ToHaveCountAsync(1);

        var expected = Draft(
            "mended-in-form",
            "Hamas said it had not been told of it.",
            ("type", "statement_made"),
            ("text", hostile),
            ("stance", "neutral")
        );
        var mended = (await server.Server.Get($"/drafts/{draft}"))["development"];
        JsonNode.DeepEquals(mended, expected).ShouldBeTrue(mended!.ToJsonString());
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_written_over_and_a_decided_draft_has_no_form()
    {
        var draft = await Drafted(
            "mended-twice",
            Draft("mended-twice", "Nobody spoke of a date.", ("type", "statement_made"), ("text", "No date."), ("stance", "neutral"))
        );
        await using var visit = await Visit.Of(chromium, server);
        visit.Expected.Add("412");
        visit.Expected.Add("404");
        await visit.To($"/talks/mended-twice/record?draft={draft}");
        await Expect(visit.Page.Locator("#form [data-field=text] [data-value]").First).ToHaveValueAsync("No date.");
        var other = Draft(
            "mended-twice",
            "Nobody spoke of a date.",
            ("type", "statement_made"),
            ("text", "By another."),
            ("stance", "neutral")
        );
        (await server.Server.Send(HttpMethod.Put, $"/drafts/{draft}", other.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        await visit.Page.Locator("#form [data-field=text] [data-value]").First.FillAsync("Mine.");
        await visit.Page.ClickAsync("#record");
        await Expect(visit.Page.Locator("#problems")).ToBeVisibleAsync();
        (await server.Server.Get($"/drafts/{draft}"))["development"]!["text"]!.GetValue<string>().ShouldBe("By another.");

        (await server.Server.Post($"/drafts/{draft}/reject", new JsonObject())).Status.ShouldBe(HttpStatusCode.OK);
        (await visit.To($"/talks/mended-twice/record?draft={draft}")).Status.ShouldBe(404);
        (await visit.To($"/talks/doha-2025/record?draft={draft}")).Status.ShouldBe(404);
    }

    // The only draft for a negotiation of its own; its id.
    private async Task<string> Drafted(string talks, JsonObject draft)
    {
        await server.Server.OpenCopyOfDoha(talks);
        await Register(talks);
        var asked = new JsonObject
        {
            ["negotiation"] = talks,
            ["source"] = talks,
            ["drafts"] = new JsonArray(draft),
        };
        var drafted = await server.Server.Post("/drafts", asked);
        drafted.Status.ShouldBe(HttpStatusCode.Created, drafted.Text);
        return drafted.Json!["drafts"]![0]!["id"]!.GetValue<string>();
    }

    private async Task Register(string talks)
    {
        var source = new JsonObject
        {
            ["source"] = talks,
            ["kind"] = "article",
            ["title"] = "The team is home <i>again</i>",
            ["publisher"] = talks,
            ["text"] = Text,
        };
        (await server.Server.Post("/sources", source)).Status.ShouldBe(HttpStatusCode.Created);
    }

    private static JsonArray Drafts(string source) =>
        new(
            Draft(source, Passage, ("type", "team_recalled"), ("party", "israel")),
            Draft(source, "Hamas was told of it.", ("type", "statement_made"), ("text", "Not told."), ("stance", "neutral")),
            Draft(source, "Nobody spoke of a date.", ("type", "statement_made"), ("text", "No date."), ("stance", "neutral"))
        );

    private static JsonObject Draft(string source, string words, params (string Name, string Value)[] members)
    {
        var draft = new JsonObject
        {
            ["occurred"] = "2025-07-26",
            ["attribution"] = new JsonObject
            {
                ["source"] = source,
                ["mode"] = "observed",
                ["assertedOn"] = "2025-07-26",
                ["quote"] = new JsonObject { ["exact"] = words },
            },
        };
        foreach (var (name, value) in members)
            draft[name] = value;
        return draft;
    }
}
