using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>Webhooks in the console, with and without script.</summary>
public sealed class DeliveriesTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_webhook_is_made_shown_once_changed_and_ended(bool hasScript)
    {
        var url = $"https://ledger.invalid/{hasScript}";
        await using var visit = await Visit.Of(chromium, server, hasScript: hasScript);
        await visit.To("/deliveries");
        await Make(visit, url);
        var secret = await visit.Page.Locator("#made").InnerTextAsync();
        secret.ShouldStartWith("whsec_");
        if (hasScript)
            await visit.ShouldBeAccessible();
        await visit.To("/deliveries");
        (await visit.Page.ContentAsync()).ShouldNotContain(secret[6..]);
        var row = visit.Page.Locator("tr", new() { HasText = url });
        (await row.InnerTextAsync()).ShouldContain("what each record changes");
        await row.GetByRole(AriaRole.Button, new() { Name = $"New secret for {url}" }).ClickAsync();
        (await visit.Page.Locator("#made").InnerTextAsync()).ShouldNotBe(secret);
        await visit.To("/deliveries");
        await row.GetByRole(AriaRole.Button, new() { Name = $"End deliveries to {url}" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_mistake_is_told_where_it_was_made()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/deliveries");
        visit.Expected.Add("400");
        await Make(visit, "http://ledger.invalid/");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("without TLS");
        await visit.ShouldBeAccessible();
    }

    private static async Task Make(Visit visit, string url)
    {
        await visit.Page.GetByLabel("Sent to").FillAsync(url);
        await visit.Page.Locator("select[name=what]").SelectOptionAsync("changes");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make a webhook" }).ClickAsync();
    }
}
