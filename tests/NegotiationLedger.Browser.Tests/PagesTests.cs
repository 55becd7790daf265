using NegotiationLedger.Browser.Tests.Support;

namespace NegotiationLedger.Browser.Tests;

/// <summary>What every page of the console keeps to.</summary>
public sealed class PagesTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private const string Talks = "/talks/doha-2025";

    /// <summary>The main pages; one that comes is added here.</summary>
    public static TheoryData<string, string> Pages =>
        new()
        {
            { "list", "/" },
            { "talks", Talks },
            { "record", "/records/@20" },
        };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_fits_every_window_and_runs_no_foreign_code(string name, string path)
    {
        foreach (var width in new[] { 320, 768, 1280, 3840 })
        {
            await using var visit = await Visit.Of(chromium, server, width);
            (await visit.To(path)).Status.ShouldBe(200);
            await visit.ShouldFitTheWindow();
            if (width is 320 or 1280)
                await visit.ShouldBeAccessible();
            if (width < 2000)
                await visit.Keep($"{name}-{width}");
        }

        await using var dark = await Visit.Of(chromium, server, isDark: true);
        await dark.To(path);
        await dark.ShouldBeAccessible();
        await dark.Keep($"{name}-dark");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_can_be_read_without_script(string name, string path)
    {
        await using var visit = await Visit.Of(chromium, server, hasScript: false);
        (await visit.To(path)).Status.ShouldBe(200, name);
        (await visit.Page.Locator("main").InnerTextAsync()).Length.ShouldBeGreaterThan(100);
    }
}
