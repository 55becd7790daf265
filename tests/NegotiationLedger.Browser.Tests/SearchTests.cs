using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using NegotiationLedger.Console;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Browser.Tests;

/// <summary>The search over all negotiations, and the speakers that it leads to.</summary>
public sealed class SearchTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private RunningServer Server => server.Server;

    [Fact]
    public async Task The_search_box_of_a_negotiation_finds_what_the_API_finds_and_marks_the_words()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/talks/doha-2025");
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("ceasefire");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.ShouldReach("/search[?]negotiation=doha-2025&text=ceasefire$");

        var api = await Server.Get("/assertions?negotiation=doha-2025&text=ceasefire");
        (await Found(visit)).ShouldBe(IdsOf(api));
        var marked = await visit.Page.Locator(".hit mark").AllInnerTextsAsync();
        marked.Count.ShouldBeGreaterThanOrEqualTo(IdsOf(api).Count);
        marked.ShouldAllBe(m => m.Equals("ceasefire", StringComparison.OrdinalIgnoreCase));
        (await visit.Page.Locator("nav[aria-label='About this negotiation']").IsVisibleAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_facet_narrows_the_search_to_as_many_as_it_says_and_its_chip_widens_it_again()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/search?negotiation=doha-2025&limit=500");
        var all = await visit.Page.Locator("#found").InnerTextAsync();
        var observed = visit.Page.Locator(".facets li", new() { HasText = "observed" });
        var count = await observed.Locator(".count").InnerTextAsync();

        await observed.Locator("a").Follow();
        visit.Page.Url.ShouldEndWith("/search?negotiation=doha-2025&limit=500&mode=observed");
        (await Found(visit)).Count.ToString(CultureInfo.InvariantCulture).ShouldBe(count);
        (await Found(visit)).ShouldBe(IdsOf(await Server.Get("/assertions?negotiation=doha-2025&limit=500&mode=observed")));

        await visit.Page.Locator(".chip", new() { HasText = "Mode" }).Follow();
        (await visit.Page.Locator("#found").InnerTextAsync()).ShouldBe(all);
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field_and_what_was_typed_stays()
    {
        await using var visit = await Visit.Of(chromium, server, hasScript: false);
        visit.Expected.Add("400 (Bad Request)");
        await visit.To("/search");
        await visit.Page.Locator(".search summary").ClickAsync();
        await visit.Page.GetByLabel("Occurred from").FillAsync("yesterday");
        await visit.Page.GetByLabel("Words", new() { Exact = true }).FillAsync("ceasefire");
        await visit.Page.GetByLabel("Words", new() { Exact = true }).PressAsync("Enter");

        var field = visit.Page.GetByLabel("Occurred from");
        (await field.InputValueAsync()).ShouldBe("yesterday");
        (await field.GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await visit.Page.Locator("#" + await field.GetAttributeAsync("aria-describedby")).InnerTextAsync()).ShouldContain("EDTF");
        (await field.IsVisibleAsync()).ShouldBeTrue();
        (await visit.Page.GetByLabel("Words", new() { Exact = true }).InputValueAsync()).ShouldBe("ceasefire");

        (await visit.To("/search?text=-ceasefire")).Status.ShouldBe(400);
        (await visit.Page.Locator("#ask-text-error").InnerTextAsync()).ShouldContain("word");
        (await visit.To("/search?occuredFrom=2025")).Status.ShouldBe(400);
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("occurredFrom");
    }

    [Fact]
    public async Task Its_pages_and_its_files_give_every_record_once()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/search?negotiation=doha-2025&limit=20");
        var paged = new List<string>(await Found(visit));
        while (await visit.Page.Locator("a[rel=next]").CountAsync() > 0)
        {
            await visit.Page.Locator("a[rel=next]").Follow();
            paged.AddRange(await Found(visit));
        }

        paged.ShouldBe(IdsOf(await Server.Get("/assertions?negotiation=doha-2025&limit=500")));
        foreach (
            var (name, mediaType) in new[]
            {
                ("records.csv", "text/csv"),
                ("records.ndjson", "application/x-ndjson"),
                ("records.prov.json", "application/prov+json"),
            }
        )
        {
            var link = await visit.Page.Locator($"a[download][href^='/search/{name}']").GetAttributeAsync("href");
            var file = await Server.Send(HttpMethod.Get, link!);
            var api = await Server.Send(HttpMethod.Get, "/assertions?negotiation=doha-2025", body: null, ("Accept", mediaType));
            (file.MediaType, file.Text).ShouldBe((mediaType, api.Text));
            file.ContentHeaders.ContentDisposition!.FileName!.Trim('"').ShouldBe(name);
        }
    }

    [Fact]
    public async Task A_publisher_is_asked_for_by_name_and_hostile_words_stay_words()
    {
        const string publisher = "<b>River & Sons</b>";
        const string words = "<img src=x onerror=alert(1)> \u202eharbour";
        await Server.Post(
            "/sources",
            new JsonObject
            {
                ["source"] = "hostile",
                ["kind"] = "article",
                ["title"] = "\"><script>alert(1)</script>",
                ["publisher"] = publisher,
            }
        );
        var recorded = await Server.Post(
            "/negotiations/doha-2025/developments",
            new JsonObject
            {
                ["type"] = "statement_made",
                ["occurred"] = "2025-07-20",
                ["text"] = words,
                ["attribution"] = new JsonObject
                {
                    ["source"] = "hostile",
                    ["mode"] = "observed",
                    ["assertedOn"] = "2025-07-24",
                    ["quote"] = new JsonObject { ["exact"] = words },
                },
            }
        );
        ((int)recorded.Status).ShouldBe(201, recorded.Text);
        var query = $"publisher={Uri.EscapeDataString(publisher)}";

        var api = await Server.Get($"/assertions?{query}");
        IdsOf(api).Count.ShouldBe(1);
        IdsOf(await Server.Get("/assertions?publisher=Nobody")).ShouldBeEmpty();

        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"/search?{query}&text=harbour");
        (await Found(visit)).ShouldBe(IdsOf(api));
        (await visit.Page.Locator(".hit blockquote").InnerTextAsync()).ShouldContain("<img src=x onerror=alert(1)>");
        (await visit.Page.Locator(".chips").InnerTextAsync()).ShouldContain(publisher);
        (await visit.Page.Locator("main img, main script, main b b").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_speakers_name_leads_to_all_that_the_speaker_asserted_and_through_which_sources()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/search?speaker=steve-witkoff");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Steve Witkoff", Exact = true }).First.Follow();
        visit.Page.Url.ShouldEndWith("/people/steve-witkoff");

        var api = await Server.Get("/speakers/steve-witkoff");
        (await Found(visit)).ShouldBe(IdsOf(api));
        (await visit.Page.Locator("#asserted").InnerTextAsync()).ShouldContain(api["counts"]!["records"]!.ToString(), Case.Insensitive);
        (await visit.Page.Locator(".roles").InnerTextAsync()).ShouldContain(api["roles"]![0]!["title"]!.GetValue<string>());
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Through which sources" }).GetByRole(AriaRole.Link).First.Follow();
        visit.Page.Url.ShouldEndWith("/library/peace-talks-collapse");
    }

    [Theory]
    [InlineData("a ceasefire now", "a [ceasefire] now")]
    [InlineData("Ceasefires, ceasefire", "Ceasefires, [ceasefire]")]
    [InlineData("nothing", "nothing")]
    public void Marks_stand_at_whole_words_and_nothing_is_lost(string text, string marked) =>
        string.Concat(Marks.Of(text, new HashSet<string> { "ceasefire" }).Select(p => p.IsMatch ? $"[{p.Text}]" : p.Text)).ShouldBe(marked);

    [Fact]
    public void Of_a_long_text_the_part_around_the_first_match_is_shown()
    {
        var text = string.Concat(Enumerable.Repeat("🕊 dove ", 400)) + "ceasefire" + string.Concat(Enumerable.Repeat(" dove 🕊", 400));
        var shown = Marks.Of(text, new HashSet<string> { "ceasefire" }, 200);
        string.Concat(shown.Select(p => p.Text)).Length.ShouldBeLessThanOrEqualTo(204);
        shown.Single(p => p.IsMatch).Text.ShouldBe("ceasefire");
        (shown[0].Text.StartsWith("… ", StringComparison.Ordinal), shown[^1].Text.EndsWith(" …", StringComparison.Ordinal)).ShouldBe(
            (true, true)
        );
    }

    [Theory]
    [InlineData("https://example.org/a?b=c", "https://example.org/a?b=c")]
    [InlineData("HTTP://example.org", "http://example.org/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData(" data:text/html,x", null)]
    [InlineData("//example.org", null)]
    [InlineData("no address", null)]
    [InlineData(null, null)]
    public void Only_addresses_of_the_web_become_links(string? given, string? link) => WebAddress.Of(given).ShouldBe(link);

    private static async Task<IReadOnlyList<string>> Found(Visit visit) =>
        await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.hit .what a')].map(a => a.pathname.split('/').pop())");

    private static IReadOnlyList<string> IdsOf(JsonNode answer) =>
        [.. answer["assertions"]!.AsArray().Select(a => a!["id"]!.GetValue<string>())];
}
