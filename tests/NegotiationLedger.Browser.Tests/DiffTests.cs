using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;

namespace NegotiationLedger.Browser.Tests;

/// <summary>The comparison of two lenses, and the records in the order recorded.</summary>
[Collection(nameof(TwoNegotiations))]
public sealed class DiffTests(Chromium chromium, TwoNegotiations server)
{
    private const string Doha = "/talks/doha-2025";

    [Theory]
    [InlineData("doha-2025", "left.accordingTo=party:israel&right.accordingTo=party:hamas")]
    [InlineData("doha-2025", "left.accordingTo=party:israel&view=proposals")]
    [InlineData("brexit-2018", "left.occurredUntil=2018-12-31&right.occurredUntil=2019-12-31&view=agreements")]
    [InlineData("brexit-2018", "right.standing=undisputed&view=timeline")]
    [InlineData("brexit-2018", "left.accordingTo=party:united-kingdom&right.accordingTo=party:european-union&view=matrix")]
    public async Task A_comparison_says_what_the_API_says(string negotiation, string question)
    {
        var answer = await server.Server.Get($"/negotiations/{negotiation}/diff?{question}");
        var differences = answer["differences"].Items();
        differences.ShouldNotBeEmpty();
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"/talks/{negotiation}/diff?{question}");
        (await visit.Page.Locator("p.count").InnerTextAsync()).ShouldStartWith($"{differences.Count} difference");
        var shown = await Shown.Of(visit, ".difference", ".cause");
        var values = await Shown.Of(visit, ".difference .sides dd");
        while (await visit.Page.Locator("a[rel=next]").CountAsync() > 0)
        {
            await visit.Page.Locator("a[rel=next]").ClickAsync();
            await visit.Page.ShouldReach($"from={shown.Count + 1}");
            shown.AddRange(await Shown.Of(visit, ".difference", ".cause"));
            values.AddRange(await Shown.Of(visit, ".difference .sides dd"));
        }

        shown.Select(d => d["data-field"]).Order().ShouldBe(differences.Select(d => d["field"]!.ToString()).Order());
        foreach (var difference in differences)
        {
            var article = shown.Single(d => d["data-field"] == difference["field"]!.ToString());
            foreach (var words in difference["words"].Items())
                article.Text.ShouldContain(words.Plain());
            article.Counts[".cause"].ShouldBe(Math.Min(12, difference["causes"].Items().Count));
            foreach (var cause in difference["causes"].Items().Take(6))
                article.Text.ShouldContain($"@{cause["sequence"]}");
            var place = shown.IndexOf(article);
            Told(difference["left"], values[2 * place].Text);
            Told(difference["right"], values[(2 * place) + 1].Text);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_lens_is_changed_in_its_sentence(bool hasScript)
    {
        await using var visit = await Visit.Of(chromium, server, hasScript: hasScript);
        await visit.To($"{Doha}/diff?right.accordingTo=party:israel&view=demands");
        var left = visit.Page.Locator(".side").First;
        await left.GetByText("as we know it", new() { Exact = true }).ClickAsync();
        await left.Locator("input[name='left.recordedUntil']").FillAsync("@39");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.ShouldReach("left[.]recordedUntil=");
        visit.Page.Url.ShouldContain("left.recordedUntil=%4039");
        visit.Page.Url.ShouldContain("right.accordingTo=party%3Aisrael");
        visit.Page.Url.ShouldNotContain("standing");
        (await visit.Page.Locator(".side").First.InnerTextAsync()).ShouldContain("as we knew it at @39");
        (await visit.Page.Locator(".side").Last.InnerTextAsync()).ShouldContain("according to Israel");
        await visit.Page.GetByText("Swap sides").ClickAsync();
        (await visit.Page.Locator(".side").Last.InnerTextAsync()).ShouldContain("as we knew it at @39");
    }

    [Fact]
    public async Task The_records_that_make_a_difference_are_opened_with_their_words()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"{Doha}/diff?left.accordingTo=party:israel&right.accordingTo=party:united-states");
        var phase = visit.Page.Locator(".difference[data-field='/phase']");
        (await phase.Locator(".sides").InnerTextAsync()).ShouldMatch("(?s)Left.*Adjourned.*Right.*Deadlocked");
        await phase.Locator("summary").ClickAsync();
        (await phase.Locator(".record .what").First.IsVisibleAsync()).ShouldBeTrue();
        (await phase.Locator(".cause").First.InnerTextAsync()).ShouldContain("Only the right shows it");
    }

    [Fact]
    public async Task Nothing_differs_is_said_and_so_is_one_lens_on_both_sides()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"{Doha}/diff?right.standing=undisputed&view=agreements");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("Nothing differs");
        await visit.To($"{Doha}/diff");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("Both sides look through the same lens");
        await visit.Page.GetByText("With and without what is disputed").ClickAsync();
        await visit.Page.ShouldReach("right[.]standing=undisputed$");
        await visit.Page.GetByLabel("Before and after the record").FillAsync("@40");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.ShouldReach("left[.]recordedUntil=%4039&right[.]recordedUntil=%4040$");
        (await visit.Page.Locator(".difference").CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_lens_that_the_reader_comes_with_is_the_left_one_and_a_bad_one_is_refused_by_name()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"{Doha}?occurredUntil=2025-07-20");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
        await visit.Page.ShouldReach("/diff[?]left[.]occurredUntil=2025-07-20$");
        foreach (
            var bad in new[]
            {
                "left.recordedUntil=yesterday",
                "right.recordedUntil=@999999",
                "left.occurredUntil=@01983d9b-3ca4-7646-9e07-b5e0ba3d3d25",
            }
        )
        {
            using var reply = await server.Server.Http.GetAsync($"{Doha}/diff?{bad}");
            reply.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await reply.Content.ReadAsStringAsync()).ShouldContain(bad.Split('=')[0]);
        }

        using var unknown = await server.Server.Http.GetAsync($"{Doha}/diff?view=weather");
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("doha-2025", "")]
    [InlineData("brexit-2018", "")]
    [InlineData("brexit-2018", "sort=newest")]
    [InlineData("brexit-2018", "party=united-kingdom&type=vote_held&type=demand_stated")]
    [InlineData("brexit-2018", "occurredUntil=2018-12-31&standing=undisputed")]
    [InlineData("doha-2025", "speaker=party:hamas")]
    public async Task The_records_stand_in_the_order_recorded_as_the_API_has_them(string negotiation, string question)
    {
        var answer = await server.Server.Get($"/negotiations/{negotiation}/history?limit=1000&{question}");
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"/talks/{negotiation}/history?{question}");
        var shown = await Shown.Of(visit, ".history > li", ".record", ".about-record");
        while (await visit.Page.Locator("a[rel=next]").CountAsync() > 0)
        {
            var last = shown[^1]["value"];
            await visit.Page.Locator("a[rel=next]").ClickAsync();
            await visit.Page.ShouldReach($"after={last}");
            shown.AddRange(await Shown.Of(visit, ".history > li", ".record", ".about-record"));
        }

        var entries = answer["entries"].Items();
        entries.ShouldNotBeEmpty();
        shown.Select(s => s["value"]).ShouldBe(entries.Select(e => e["sequence"]!.ToString()));
        foreach (var (record, entry) in shown.Zip(entries))
        {
            record.Counts[".record"].ShouldBe(1);
            record.Text.ShouldStartWith(entry["type"]!.ToString());
            record.Counts[".about-record"].ShouldBe(entry["data"]!["assertion"] is null ? 0 : 1);
            if (entry["data"]!["occurred"] is { } occurred)
                record.Dates.ShouldContain(occurred.ToString());
        }
    }

    [Fact]
    public async Task The_records_are_filtered_by_what_the_log_has_and_sent_as_files()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To(Doha);
        await visit.Page.Locator("form.lens .counted a").First.ClickAsync();
        await visit.Page.ShouldReach("/history$");
        await visit.Page.Locator("select[name=type]").SelectOptionAsync("proposal_rejected");
        await visit.Page.Locator("select[name=party]").SelectOptionAsync(new SelectOptionValue { Label = "Hamas" });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await visit.Page.ShouldReach("/history[?]type=proposal_rejected&party=hamas$");
        (await visit.Page.Locator(".history > li").CountAsync()).ShouldBe(2);
        foreach (var (name, type) in new[] { ("CSV", "text/csv"), ("NDJSON", "application/x-ndjson") })
        {
            var file = await visit.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).GetAttributeAsync("href");
            var sent = await server.Server.Send(HttpMethod.Get, file!);
            sent.ContentHeaders.ContentDisposition!.ToString().ShouldContain("doha-2025.");
            var api = await server.Server.Send(
                HttpMethod.Get,
                "/negotiations/doha-2025/history?type=proposal_rejected&party=hamas",
                body: null,
                ("Accept", type)
            );
            sent.Text.ShouldBe(api.Text);
        }

        await visit.Page.GetByText("what it changed").First.ClickAsync();
        await visit.Page.ShouldReach("/diff[?]left[.]recordedUntil=");
        (await visit.Page.Locator(".difference").CountAsync()).ShouldBeGreaterThan(0);
    }

    // A value that is told in words of its own stands there as it is; one that is not there is told as nothing.
    private static void Told(JsonNode? value, string shown)
    {
        (value is null).ShouldBe(shown == "nothing", shown);
        if (value is JsonObject && value["value"] is JsonValue text && text.ToString().Contains(' '))
            shown.ShouldContain(text.Plain());
        if (value is JsonObject && value["occurred"] is not null)
            shown.Length.ShouldBeGreaterThan(8, "it has no date");
    }
}
