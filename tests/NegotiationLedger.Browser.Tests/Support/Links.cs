using Microsoft.Playwright;

namespace NegotiationLedger.Browser.Tests.Support;

/// <summary>Links as readers use them.</summary>
public static class Links
{
    /// <summary>Clicks a link, and waits until the page that it leads to is there down to its end.</summary>
    public static async Task Follow(this ILocator link)
    {
        var page = link.Page;
        var address = await link.EvaluateAsync<string>("a => a.href");
        await link.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(address, new() { Timeout = 30_000 });
        await page.Locator("footer.foot").WaitForAsync();
    }
}
