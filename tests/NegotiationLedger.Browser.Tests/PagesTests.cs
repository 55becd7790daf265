using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;

namespace NegotiationLedger.Browser.Tests;

/// <summary>What every page of the console keeps to.</summary>
[Collection(nameof(TwoNegotiations))]
public sealed class PagesTests(Chromium chromium, TwoNegotiations server)
{
    private const string Talks = "/talks/doha-2025";

    /// <summary>The main pages; one that comes is added here.</summary>
    public static TheoryData<string, string> Pages =>
        new()
        {
            { "list", "/" },
            { "talks", Talks },
            { "record", "/records/@20" },
            { "recording", "/talks/doha-2025/record" },
            { "recording-type", "/talks/doha-2025/record?type=proposal_rejected" },
            { "opening", "/record/new" },
            { "import", "/talks/doha-2025/import" },
            { "drafts", "/talks/doha-2025/drafts?source=peace-talks-collapse" },
            { "matrix", $"{Talks}/matrix?why=/issues/leadership/cells/hamas/current" },
            { "proposals", $"{Talks}/proposals?why=/proposals/phased-ceasefire/responses/hamas/latest" },
            { "agreements", $"{Talks}/agreements" },
            { "demands", $"{Talks}/demands" },
            { "diff", $"{Talks}/diff?left.accordingTo=party:israel&right.accordingTo=party:united-states" },
            { "history", $"{Talks}/history" },
            { "changes", $"{Talks}/changes?since=@40" },
            { "changes-since-when", $"{Talks}/changes" },
            { "search", "/search?text=ceasefire" },
            { "library", "/library" },
            { "source", "/library/peace-talks-collapse" },
            { "people", "/people" },
            { "speaker", "/people/steve-witkoff" },
            { "operations", "/operations" },
            { "sign-in-unneeded", "/sign-in" },
            { "access-unneeded", "/access" },
            { "deliveries", "/deliveries" },
            { "timeline", $"{Talks}/timeline" },
            { "timeline-why", $"{Talks}/timeline?lanes=party&from=2025-07-20&to=2025-07-27&why=%2Fitems%2F40" },
            { "replay", $"{Talks}/replay?at=44" },
        };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_fits_every_window_and_runs_no_foreign_code(string name, string path)
    {
        await using var visit = await Visit.Of(chromium, server);
        await ShouldBeForEverybody(visit, name, path);
    }

    [Fact]
    public async Task The_page_to_try_the_API_works_under_its_policy()
    {
        await using var visit = await Visit.Of(chromium, server);
        // A style that a script of the page would put in is left out, and nothing depends on it.
        visit.Expected.Add("Applying inline style");
        var answer = await visit.To("/docs/index.html");
        (await answer.HeaderValueAsync("content-security-policy"))!.ShouldNotContain("unsafe");
        await visit.Page.Locator("[id$='-list-negotiations'] .opblock-summary-control").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(visit.Page.Locator(".opblock-body").First).ToBeVisibleAsync();
        await visit.Page.Locator(".try-out__btn").First.ClickAsync();
        await visit.Page.Locator("button.execute").First.ClickAsync();
        await Microsoft
            .Playwright.Assertions.Expect(visit.Page.Locator(".live-responses-table .response-col_status").First)
            .ToBeVisibleAsync();
    }

    /// <summary>Holds a page against WCAG, windows of every width and both sets of colours.</summary>
    internal static async Task ShouldBeForEverybody(Visit visit, string name, string path)
    {
        var answer = await visit.To(path);
        answer.Status.ShouldBe(200);
        (await answer.HeaderValueAsync("content-security-policy"))!.ShouldNotContain("unsafe");
        await visit.ShouldNotHaveShifted();
        foreach (var width in new[] { 3840, 1280, 768, 320 })
        {
            await visit.Page.SetViewportSizeAsync(width, 900);
            await visit.ShouldFitTheWindow();
            if (width < 2000)
                await visit.Keep($"{name}-{width}");
        }

        // Narrow and light, wide and dark: both layouts and both sets of colours.
        await visit.ShouldBeAccessible();
        await visit.Page.SetViewportSizeAsync(1280, 900);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await visit.ShouldBeAccessibleAsItLooks();
        await visit.Keep($"{name}-dark");
    }

    [Fact]
    public async Task Every_page_can_be_read_without_script()
    {
        await using var visit = await Visit.Of(chromium, server, hasScript: false);
        foreach (var (name, path) in Pages.Select(p => p.Data))
        {
            (await visit.To(path)).Status.ShouldBe(200, name);
            (await visit.Page.Locator("main").InnerTextAsync()).Length.ShouldBeGreaterThan(100, name);
        }
    }

    [Theory]
    [InlineData("/record/new", 320, 568)]
    [InlineData("/record/new", 320, 900)]
    [InlineData("/talks/doha-2025/record?type=proposal_offered", 1280, 720)]
    [InlineData("/talks/brexit-2018/matrix", 900, 600)]
    [InlineData("/talks/doha-2025/timeline", 320, 568)]
    public async Task What_has_the_focus_is_never_covered(string path, int width, int height)
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.Page.SetViewportSizeAsync(width, height);
        await visit.To(path);
        (await visit.CoveredByTab(50)).ShouldBeEmpty($"{path} at {width}×{height}");
    }
}
