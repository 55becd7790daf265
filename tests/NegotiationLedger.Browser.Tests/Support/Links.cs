using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>
///   Pages that a reader comes to. What is waited for is asked of the page again and again, and is no event: the browser's own
///   "load" can have passed, or be taken back by the next page's beginning, before a test listens for it.
/// </summary>
public static class Links
{
    private const float Patience = 30_000;

    /// <summary>Clicks a link, and waits until the page that it leads to is there down to its end.</summary>
    public static async Task Follow(this ILocator link)
    {
        var address = await link.EvaluateAsync<string>("a => a.href");
        await link.ClickAsync();
        await link.Page.ShouldReach($"^{Regex.Escape(address)}$");
    }

    /// <summary>Waits until the page has an address that a pattern matches and is there with all that it loads.</summary>
    public static async Task ShouldReach(this IPage page, string pattern)
    {
        await Assertions.Expect(page).ToHaveURLAsync(Pattern.Of(pattern), new() { Timeout = Patience });
        await page.Locator("footer.foot").WaitForAsync();
        await Assertions
            .Expect(page.Locator("html"))
            .ToHaveJSPropertyAsync("ownerDocument.readyState", "complete", new() { Timeout = Patience });
    }
}
