using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;

namespace NegotiationLedger.Browser.Tests;

/// <summary>The list, the state of one negotiation's talks, the records behind its values, and the lens.</summary>
public sealed class TalksTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private const string Talks = "/talks/doha-2025";

    [Fact]
    public async Task A_reader_finds_the_talks_sees_where_they_stand_and_who_says_otherwise_on_whose_word()
    {
        await using var visit = await Visit.Of(chromium, server);
        var page = visit.Page;
        await visit.To("/");
        await page.GetByLabel("Title or id").FillAsync("doha");
        await page.GetByLabel("Phase").SelectOptionAsync("collapsed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        page.Url.ShouldEndWith("/?text=doha&phase=collapsed");
        await page.GetByRole(AriaRole.Link, new() { Name = "contested" }).ClickAsync();

        (await page.Locator(".phase strong").InnerTextAsync()).ShouldBe("Collapsed");
        (await page.Locator(".phase .rival").AllInnerTextsAsync()).ShouldBe(["Israel: Adjourned", "United States: Deadlocked"]);
        var rival = page.Locator("#why .support[data-kind=SaysOtherwise]").First;
        (await rival.InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("Israel"),
            text => text.ShouldContain("Adjourned"),
            text => text.ShouldContain("Senior Israeli official"),
            text => text.ShouldContain("not named"),
            text => text.ShouldContain("recorded by local")
        );

        // Another value: the panel changes, the page stays.
        await page.EvaluateAsync("window.stayed = true");
        await page.GetByRole(AriaRole.Link, new() { Name = "rejected, 2 times" }).ClickAsync();
        await Assertions.Expect(page.Locator("#why h2")).ToHaveTextAsync("Why “rejected”");
        (await page.Locator("#why .record").CountAsync()).ShouldBeGreaterThan(0);
        (await page.EvaluateAsync<bool>("window.stayed")).ShouldBeTrue();
        page.Url.ShouldContain("why=%2Fproposals%2Fphased-ceasefire%2Fresponses%2Fhamas%2Flatest");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("#why h2")).ToHaveTextAsync("Why “Collapsed”");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_lens_is_changed_in_words_and_says_what_it_hides(bool hasScript)
    {
        await using var visit = await Visit.Of(chromium, server, hasScript: hasScript);
        var page = visit.Page;
        await visit.To(Talks);
        await page.GetByText("as of today").ClickAsync();
        await page.GetByLabel("Only what had happened by").FillAsync("2025-07-23");
        await page.Locator("details[open]").GetByRole(AriaRole.Button, new() { Name = "Look" }).ClickAsync();
        page.Url.ShouldEndWith($"{Talks}?occurredUntil=2025-07-23");
        (await page.Locator(".phase strong").InnerTextAsync()).ShouldBe("In session");
        (await page.GetByText("as of 23 July 2025", new() { Exact = true }).IsVisibleAsync()).ShouldBeTrue();
        var shown = (await server.Server.Get("/negotiations/doha-2025/timeline?occurredUntil=2025-07-23"))["answer"]!["items"]!
            .AsArray()
            .Sum(item => item!["events"]!.AsArray().Count);
        var whole = (await server.Server.Get("/negotiations/doha-2025"))["counts"]!["standing"]!.GetValue<int>();
        (await page.Locator(".lens .counted").InnerTextAsync()).ShouldStartWith($"{shown} records, {whole - shown} hidden by the lens");

        await page.GetByText("by everyone’s account").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Israel", Exact = true }).CheckAsync();
        await page.Locator("details[open]").GetByRole(AriaRole.Button, new() { Name = "Look" }).ClickAsync();
        page.Url.ShouldContain("occurredUntil=2025-07-23");
        page.Url.ShouldContain("accordingTo=party%3Aisrael");
        await page.GetByRole(AriaRole.Link, new() { Name = "everything" }).ClickAsync();
        (await page.Locator(".phase strong").InnerTextAsync()).ShouldBe("Collapsed");
    }

    [Fact]
    public async Task A_keyboard_is_enough()
    {
        await using var visit = await Visit.Of(chromium, server);
        var page = visit.Page;
        await visit.To(Talks);
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to the content");
        for (var i = 0; i < 30 && await page.EvaluateAsync<string>("document.activeElement.textContent") != "as of today"; i++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.name")).ShouldBe("occurredUntil");
        await page.Keyboard.TypeAsync("2025-07-23");
        await page.Keyboard.PressAsync("Enter");
        await page.ShouldReach("occurredUntil=2025-07-23$");
        (await page.Locator(".phase strong").InnerTextAsync()).ShouldBe("In session");
        await page.Keyboard.PressAsync("/");
        (await page.EvaluateAsync<string>("document.activeElement.name")).ShouldBe("text");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?occurredUntil=2025-07-23")]
    [InlineData("?accordingTo=party:united-states")]
    [InlineData("?recordedUntil=@40")]
    public async Task The_page_says_what_the_api_says(string lens)
    {
        var status = (await server.Server.Get($"/negotiations/doha-2025/status{lens}"))["answer"]!;
        await using var visit = await Visit.Of(chromium, server);
        await visit.To(Talks + lens);
        var page = visit.Page;
        (await page.Locator(".phase").GetAttributeAsync("data-phase")).ShouldBe(Text(status["phase"]) ?? "unknown");
        (await page.Locator(".phase .rival").CountAsync()).ShouldBe(status["phase"]?["contested"]?.AsArray().Count ?? 0);
        (await page.Locator("[aria-labelledby=figures-head] dd .value").AllInnerTextsAsync())
            .Select(text => text.Split(' ')[0])
            .ShouldBe(status["figures"]!.AsObject().Select(f => f.Value!["value"]!["value"]!["number"]!.ToString()));
        var states = await page.Locator(".party li[data-state]")
            .EvaluateAllAsync<string[]>("items => items.map((item) => item.dataset.state)");
        states.ShouldBe(
            status["parties"]!
                .AsObject()
                .SelectMany(p => new[] { Text(p.Value!["presence"]), Text(p.Value!["hostilities"]) })
                .OfType<string>()
        );
        var answers = await page.Locator("[aria-labelledby=table-head] .answer")
            .EvaluateAllAsync<string[]>("items => items.map((item) => item.dataset.answer)");
        answers.ShouldBe(
            status["proposals"]!
                .AsObject()
                .SelectMany(p =>
                    p.Value!["responses"]!
                        .AsObject()
                        .Select(r => Text(r.Value!["latest"])!)
                        .Concat(p.Value["awaiting"]!.AsArray().Select(_ => "awaited"))
                )
        );
    }

    [Theory]
    [InlineData("/talks/nowhere", 404, "There is no negotiation 'nowhere'.")]
    [InlineData($"{Talks}?occurredUntil=yesterday", 400, "'yesterday'")]
    [InlineData($"{Talks}?recordedUntil=@999999", 400, "beyond the head of the log")]
    [InlineData("/records/@999999", 404, "There is no record '@999999'")]
    [InlineData("/?phase=stuck", 400, "'stuck' is not a phase")]
    public async Task A_mistake_is_answered_with_a_page_that_names_it(string path, int status, string said)
    {
        using var answer = await server.Server.Http.GetAsync(path);
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(said);
    }

    [Fact]
    public async Task The_first_page_is_small_over_the_wire()
    {
        await using var visit = await Visit.Of(chromium, server);
        var answers = new System.Collections.Concurrent.ConcurrentBag<IResponse>();
        visit.Page.Response += (_, response) => answers.Add(response);
        await visit.To(Talks);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var bytes = 0L;
        foreach (var answer in answers)
            bytes += (await answer.BodyAsync()).Length;
        bytes.ShouldBeInRange(10_000, 150_000);
    }

    private static string? Text(JsonNode? field) => field?["value"]?.ToString();
}
