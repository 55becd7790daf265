using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using NegotiationLedger.Console;
using NegotiationLedger.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>The reader of sources: a text with what is quoted from it in place.</summary>
public sealed class LibraryTests(Chromium chromium, LibraryTests.Library library) : IClassFixture<LibraryTests.Library>
{
    private const string Words =
        "The river rose. 🕊 “We wait,” said the envoy, “and we watch the river.”\n\n\u0092<b>Not bold</b> & \u00a0 two  spaces\tand a tab.\nقال رئيس الوفد: «ننتظر».\n";

    private RunningServer Server => library.Console.Server;

    [Fact]
    public async Task The_text_on_the_page_is_exactly_that_of_the_source()
    {
        await using var visit = await Visit.Of(chromium, library.Console);
        await visit.To("/library/river");
        (await TextOf(visit)).ShouldBe((await Server.Get("/sources/river"))["text"]!.GetValue<string>());
        var text = visit.Page.Locator("#source-text");
        (await text.GetAttributeAsync("data-source")).ShouldBe("river");
        (await text.GetAttributeAsync("data-start")).ShouldBe("0");
        await visit.ShouldBeAccessible();
        await visit.ShouldFitTheWindow();
        await visit.Keep("source-text");
    }

    [Fact]
    public async Task Each_quotation_is_marked_where_the_API_has_it_and_its_number_leads_to_what_became_of_it()
    {
        await using var visit = await Visit.Of(chromium, library.Console);
        await visit.To("/library/river");
        var quotes = (await Server.Get("/sources/river"))["quotes"]!.AsArray();
        quotes.Count.ShouldBe(4);
        foreach (var (i, quote) in quotes.Index())
        {
            var marked = await visit.Page.EvaluateAsync<string>(
                "n => [...document.querySelectorAll(`#source-text mark[data-notes~='${n}']`)].map(m => m.textContent).join('')",
                i + 1
            );
            marked.ShouldBe(quote!["exact"]!.GetValue<string>());
            var note = visit.Page.Locator($"#n{i + 1}");
            (await note.Locator(".what a").GetAttributeAsync("href"))!.ShouldEndWith($"/records/{quote["event"]}");
        }

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Quotation 2, Hamas" }).ClickAsync();
        await Expect(visit.Page.Locator("#n2")).ToBeInViewportAsync();
        (await visit.Page.Locator("#n2").InnerTextAsync()).ShouldSatisfyAllConditions(
            note => note.ShouldContain("Doha talks"),
            note => note.ShouldContain("retracted"),
            note => note.ShouldContain("Misheard.")
        );
        (await visit.Page.Locator("#n3").InnerTextAsync()).ShouldContain("disputed");
        await visit.Page.Locator("#n3").HoverAsync();
        (await visit.Page.Locator("mark.pointed").First.TextContentAsync()).ShouldBe("and we watch the river");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_record_that_is_named_is_marked_and_in_view_with_script_and_without(bool hasScript)
    {
        await using var visit = await Visit.Of(chromium, library.Console, hasScript: hasScript);
        await visit.To("/records/" + library.InLongText);
        await visit.Page.Locator(".record .from a").First.Follow();
        visit.Page.Url.ShouldEndWith($"/library/long?negotiation=doha-2025&quote={library.InLongText}#quote");
        await Expect(visit.Page.Locator("mark.chosen")).ToBeInViewportAsync();
        (await visit.Page.Locator("mark.chosen").TextContentAsync()).ShouldBe("Line 2900 of the long text.");
        (await visit.Page.Locator(".note.chosen [aria-current=true]").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_long_text_comes_in_pages_that_are_the_whole_text_together()
    {
        await using var visit = await Visit.Of(chromium, library.Console);
        await visit.To("/library/long");
        var whole = new StringBuilder(await TextOf(visit));
        while (await visit.Page.Locator("nav.turns a[rel=next]").CountAsync() > 0)
        {
            await visit.Page.Locator("nav.turns a[rel=next]").Follow();
            var start = int.Parse(
                await visit.Page.Locator("#source-text").GetAttributeAsync("data-start") ?? "",
                CultureInfo.InvariantCulture
            );
            start.ShouldBe(whole.ToString().EnumerateRunes().Count());
            whole.Append(await TextOf(visit));
        }

        whole.ToString().ShouldBe(Library.Long);
        await visit.Page.GetByLabel("Page", new() { Exact = true }).FillAsync("2");
        await visit.Page.GetByLabel("Page", new() { Exact = true }).PressAsync("Enter");
        await visit.Page.ShouldReach("/library/long[?]page=2$");
    }

    [Fact]
    public async Task Quotations_that_are_not_in_the_text_or_were_not_checked_are_told_of_plainly()
    {
        await using var visit = await Visit.Of(chromium, library.Console);
        await visit.To("/library/late");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("the words are not in it");
        await Expect(visit.Page.Locator("[data-check=Missing]")).ToHaveTextAsync("not found in the source");
        await Expect(visit.Page.Locator("blockquote")).ToHaveTextAsync("Nowhere to be found");
        await visit.To("/library/unheld");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("does not hold the text"),
            text => text.ShouldContain("Heard on air")
        );
        await visit.To($"/library/unheld?quote={library.InLongText}");
        (await visit.Page.Locator(".warnings").InnerTextAsync()).ShouldContain("does not quote this source");
    }

    [Fact]
    public async Task To_record_from_a_text_the_negotiation_is_taken_from_the_address_or_asked_for()
    {
        await using var visit = await Visit.Of(chromium, library.Console);
        await visit.To("/library/river?negotiation=doha-2025");
        (await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Record from this text" }).GetAttributeAsync("href")).ShouldBe(
            "/talks/doha-2025/record?source=river"
        );
        await visit.To("/library/river");
        var asked = visit.Page.Locator("form.record-from");
        (await asked.Locator("input[name=negotiation]").InputValueAsync()).ShouldBe("doha-2025");
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var address = $"{library.Console.Address}{await asked.GetAttributeAsync("action")}";
        using var sent = await client.GetAsync($"{address}?negotiation=doha-2025");
        ((int)sent.StatusCode, sent.Headers.Location!.ToString()).ShouldBe((302, "/talks/doha-2025/record?source=river"));
        using var unknown = await client.GetAsync($"{address}?negotiation=nowhere");
        ((int)unknown.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task The_list_is_filtered_and_a_source_tells_what_it_is_with_links_that_are_safe_to_follow()
    {
        await using var visit = await Visit.Of(chromium, library.Console);
        await visit.To("/library");
        await visit.Page.GetByLabel("Publisher", new() { Exact = true }).FillAsync("The River Paper");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await visit.Page.ShouldReach("/library[?]publisher=The[+]River[+]Paper$");
        var titles = visit.Page.Locator(".library h2");
        (await titles.AllInnerTextsAsync()).ShouldBe(["At the <i>river</i>"]);

        await titles.Locator("a").Follow();
        var address = visit.Page.GetByRole(AriaRole.Link, new() { Name = "https://example.org/river" });
        (await address.GetAttributeAsync("rel")).ShouldBe("noopener noreferrer");
        var about = await visit.Page.Locator(".about").InnerTextAsync();
        about.ShouldContain((await Server.Get("/sources/river"))["description"]!["textSha256"]!.GetValue<string>());
        about.ShouldContain("The author was misspelt.");
        about.ShouldContain("4 records, 1 disputed, 1 retracted");
    }

    [Fact]
    public void Pages_of_a_text_are_cut_at_lines_then_at_words_and_never_within_a_character()
    {
        foreach (var text in new[] { Library.Long, new string('x', 70_000), string.Concat(Enumerable.Repeat("🕊 ", 30_000)), "", "x" })
        {
            var first = TextPage.Of(text, 1);
            var pages = Enumerable.Range(1, first.Count).Select(n => TextPage.Of(text, n)).ToList();
            string.Concat(pages.Select(p => p.Words)).ShouldBe(text);
            pages.ShouldAllBe(p => p.End - p.Start == p.Words.EnumerateRunes().Count() && p.End - p.Start <= TextPage.Most);
            pages.Skip(1).Zip(pages).ShouldAllBe(p => p.First.Start == p.Second.End);
            pages.ShouldAllBe(p =>
                p.Words.Length == 0 || TextPage.NumberAt(text, p.Start) == p.Number && TextPage.NumberAt(text, p.End - 1) == p.Number
            );
        }

        TextPage.Of(Library.Long, 2).Words.ShouldStartWith("Line ");
        TextPage.Of(Library.Long, 99).Number.ShouldBe(TextPage.Of(Library.Long, 1).Count);
    }

    private static Task<string> TextOf(Visit visit) =>
        visit.Page.EvaluateAsync<string>("document.getElementById('source-text').textContent");

    /// <summary>The Doha talks, with sources whose texts are held.</summary>
    public sealed class Library(Testing.PostgresFixture postgres) : IAsyncLifetime
    {
        public static string Long { get; } = string.Concat(Enumerable.Range(1, 3000).Select(i => $"Line {i} of the long text. 🕊\n"));

        public ConsoleServer Console { get; } = new(postgres);

        public string InLongText { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await Console.InitializeAsync();
            await Register("river", Words, title: "At the <i>river</i>", publisher: "The River Paper", url: "https://example.org/river");
            await Register("long", Long);
            await Register("late");
            await Register("unheld");
            await Post(
                "/sources/river/corrections",
                new()
                {
                    ["patch"] = new JsonObject { ["author"] = "A. Writer" },
                    ["reason"] = "The author was misspelt.",
                }
            );
            await Quote("river", "“We wait,” said the envoy, “and we watch the river.”");
            var withdrawn = await Quote("river", "“We wait,”", "party:hamas");
            var disputed = await Quote("river", "and we watch the river");
            await Quote("river", "ننتظر");
            InLongText = await Quote("long", "Line 2900 of the long text.");
            await Quote("late", "Nowhere to be found");
            await Quote("unheld", "Heard on air");
            await Post("/sources/late/text", new() { ["text"] = "Something else altogether." });
            await Record(
                new()
                {
                    ["type"] = "assertion_retracted",
                    ["assertion"] = withdrawn,
                    ["reason"] = "Misheard.",
                }
            );
            await Record(
                new()
                {
                    ["type"] = "assertion_disputed",
                    ["assertion"] = disputed,
                    ["grounds"] = "Nobody else heard it.",
                }
            );
        }

        public ValueTask DisposeAsync() => Console.DisposeAsync();

        private Task Register(
            string id,
            string? text = null,
            string title = "A paper",
            string publisher = "Another paper",
            string? url = null
        ) =>
            Post(
                "/sources",
                new()
                {
                    ["source"] = id,
                    ["kind"] = "article",
                    ["title"] = title,
                    ["publisher"] = publisher,
                    ["url"] = url,
                    ["text"] = text,
                }
            );

        private async Task<string> Quote(string source, string words, string speaker = "steve-witkoff") =>
            await Record(
                new()
                {
                    ["type"] = "statement_made",
                    ["occurred"] = "2025-07-20",
                    ["text"] = $"On {source}: {words}",
                    ["attribution"] = new JsonObject
                    {
                        ["source"] = source,
                        ["mode"] = "on_record",
                        ["assertedOn"] = "2025-07-20",
                        ["speaker"] = speaker,
                        ["quote"] = new JsonObject { ["exact"] = words },
                    },
                }
            );

        private async Task<string> Record(JsonObject body)
        {
            body["id"] = Guid.CreateVersion7().ToString();
            await Post("/negotiations/doha-2025/developments", body);
            return body["id"]!.GetValue<string>();
        }

        private async Task Post(string path, JsonObject body)
        {
            foreach (var absent in body.Where(m => m.Value is null).Select(m => m.Key).ToList())
                body.Remove(absent);
            var reply = await Console.Server.Post(path, body);
            ((int)reply.Status).ShouldBe(201, reply.Text);
        }
    }
}
