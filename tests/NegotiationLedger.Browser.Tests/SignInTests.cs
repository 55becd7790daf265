using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>People sign in, see what their role may do, do it, and sign out.</summary>
public sealed class SignInTests(Chromium chromium, GuardedConsole guarded) : IClassFixture<GuardedConsole>
{
    private const string Talks = "/talks/doha-2025";

    // What is offered, by where it is: a link, a button or a form for what a role has to be enough for.
    private static readonly (string Role, string Page, string Offered)[] Offers =
    [
        ("recorder", "/", "a[href='/record/new']"),
        ("recorder", "/", "a[href='/import']"),
        ("recorder", Talks, "nav a[href$='/record']"),
        ("recorder", "/records/@20", "main a.button[href*='assertion_corrected']"),
        ("recorder", "/records/@20", "main a.button[href*='assertion_disputed']"),
        ("recorder", "/records/@20", "main a.button[href*='assertion_retracted']"),
        ("recorder", "/library/peace-talks-collapse?negotiation=doha-2025", "main a.button[href*='/drafts?source=']"),
        ("recorder", "/library/peace-talks-collapse", "form.record-from, main a.button[href*='/record?source=']"),
        ("auditor", $"{Talks}/history", "main a[href*='history.csv']"),
        ("auditor", "/search?text=ceasefire", "main a[href*='records.prov.json']"),
        ("auditor", "/operations", "a[href='/metrics']"),
        ("admin", "/operations", "button[data-post$='/rebuild']"),
        ("admin", "/operations", "main details code"),
        ("admin", "/", "footer a[href='/access']"),
    ];

    [Theory]
    [InlineData("reader", "Reader")]
    [InlineData("recorder", "Recorder")]
    [InlineData("auditor", "Auditor")]
    [InlineData("admin", "Admin")]
    public async Task Everybody_is_offered_what_their_role_may_do_and_nothing_else(string role, string word)
    {
        await using var visit = await guarded.SignedIn(chromium, guarded.Key(role));
        await Expect(visit.Page.Locator(".visitor")).ToContainTextAsync($"the {role}");
        await Expect(visit.Page.Locator(".visitor .tag")).ToHaveTextAsync(word);
        foreach (var page in Offers.GroupBy(o => o.Page))
        {
            (await visit.To(page.Key)).Status.ShouldBe(200);
            foreach (var (needed, _, offered) in page)
                ((await visit.Page.Locator(offered).CountAsync()) > 0).ShouldBe(
                    role == needed || role == "admin",
                    $"{role} at {page.Key}: {offered}"
                );
        }

        if (role is "reader" or "auditor")
        {
            visit.Expected.Add("403");
            (await visit.To($"{Talks}/record")).Status.ShouldBe(403);
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("The role is not enough.");
        }
    }

    [Fact]
    public async Task A_recorder_signs_in_records_takes_it_back_and_signs_out()
    {
        await using var visit = await guarded.SignedIn(
            chromium,
            guarded.Key("recorder"),
            $"{Talks}/record?type=talks_collapsed&source=peace-talks-collapse"
        );
        var page = visit.Page;
        // Before it is whole, the form is told what it lacks.
        visit.Expected.Add("400 (Bad Request)");
        await page.FillAsync("#f-occurred", "2025-08-05");
        await Expect(page.Locator("#state")).ToHaveTextAsync("It can be recorded.");
        await page.ClickAsync("#record");
        await Expect(page.Locator("#done")).ToBeVisibleAsync();
        await page.ClickAsync("#undo");
        await Expect(page.Locator("#undone")).ToContainTextAsync("retracted");
        var last = (await guarded.Server.History("doha-2025"))[^1];
        last["type"]!.GetValue<string>().ShouldBe("assertion_retracted");
        last["recordedBy"]!.GetValue<string>().ShouldBe("the recorder");

        await page.ClickAsync(".visitor button");
        await Expect(page).ToHaveURLAsync($"{guarded.Address}/sign-in");
        (await page.Context.CookiesAsync()).ShouldNotContain(c => c.Name == "__Host-ledger");
        await visit.To(Talks);
        await Expect(page).ToHaveURLAsync($"{guarded.Address}/sign-in?to=%2Ftalks%2Fdoha-2025");
    }

    [Fact]
    public async Task Without_script_signing_in_making_a_key_and_signing_out_work_as_well()
    {
        await using var visit = await guarded.SignedIn(chromium, guarded.Key("admin"), "/access", hasScript: false);
        var page = visit.Page;
        await page.FillAsync("input[name=owner]", "Desk of the South");
        await page.SelectOptionAsync("select[name=role]", "auditor");
        await page.ClickAsync("main form.filters button");
        var key = await page.Locator("#made").InnerTextAsync();
        NegotiationLedger.Server.ApiKey.TryParse(key).ShouldNotBeNull();
        await visit.ShouldFitTheWindow();
        await visit.To("/access");
        (await page.ContentAsync()).ShouldNotContain(key);
        await Expect(page.Locator("tr", new() { HasText = "Desk of the South" })).ToContainTextAsync("Auditor");
        await page.ClickAsync(".visitor button");
        await Expect(page).ToHaveURLAsync($"{guarded.Address}/sign-in");
    }

    [Fact]
    public async Task A_key_that_is_revoked_on_the_page_ends_the_session_of_its_holder()
    {
        var key = await guarded.Make("reader", "the dismissed");
        await using var holder = await guarded.SignedIn(chromium, key);
        await using var admin = await guarded.SignedIn(chromium, guarded.Key("admin"), "/access");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = $"Revoke {key.Id}", Exact = true }).ClickAsync();
        await Expect(admin.Page.Locator($"tr[data-key='{key.Id}']")).ToHaveAttributeAsync("data-state", "revoked");
        await holder.To(Talks);
        await Expect(holder.Page).ToHaveURLAsync($"{guarded.Address}/sign-in?to=%2Ftalks%2Fdoha-2025&why=key");
        await Expect(holder.Page.Locator("#ended")).ToContainTextAsync("revoked or has expired");
        // The next key leads back to where they were.
        await holder.Page.FillAsync("#key", guarded.Key("reader").Text);
        await holder.Page.ClickAsync("main button");
        await Expect(holder.Page).ToHaveURLAsync(guarded.Address + Talks);
    }

    [Fact]
    public async Task Somebody_ends_a_session_of_theirs_in_another_browser()
    {
        var key = await guarded.Make("reader", "the traveller");
        await using var there = await guarded.SignedIn(chromium, key);
        await using var here = await guarded.SignedIn(chromium, key);
        await here.Page.ClickAsync(".visitor .name");
        await Expect(here.Page).ToHaveURLAsync($"{guarded.Address}/account");
        await Expect(here.Page.Locator("tr[data-session]")).ToHaveCountAsync(2);
        await Expect(here.Page.Locator("tr[data-here]")).ToContainTextAsync("(this one)");
        await here.Page.Locator("tr[data-session]:not([data-here]) button").ClickAsync();
        await Expect(here.Page.Locator("tr[data-session]")).ToHaveCountAsync(1);
        await there.To("/");
        await Expect(there.Page).ToHaveURLAsync($"{guarded.Address}/sign-in?why=ended");
        await Expect(there.Page.Locator("#ended")).ToContainTextAsync("was ended");
    }

    [Fact]
    public async Task What_one_person_was_writing_is_not_the_next_ones_to_read()
    {
        const string form = $"{Talks}/record?type=talks_collapsed&source=peace-talks-collapse";
        var (first, second) = (await guarded.Make("recorder", "the first"), await guarded.Make("recorder", "the second"));
        await using var visit = await guarded.SignedIn(chromium, first, form);
        var page = visit.Page;
        visit.Expected.UnionWith(["400 (Bad Request)", "401 (Unauthorized)"]);
        await Write();
        // Who was signed out meanwhile finds it again.
        await End("the first");
        await SignIn(first);
        await Expect(page.Locator("#f-occurred")).ToHaveValueAsync("2025-08-05");
        await End("the first");
        await SignIn(second);
        await Expect(page.Locator("#f-occurred")).ToHaveValueAsync("");
        (await Kept()).ShouldNotContain("2025-08-05");
        await Write();
        await page.ClickAsync(".visitor button");
        await Expect(page).ToHaveURLAsync($"{guarded.Address}/sign-in");
        (await Kept()).ShouldBe("{}");

        async Task Write()
        {
            await page.FillAsync("#f-occurred", "2025-08-05");
            await Expect(page.Locator("#state")).ToHaveTextAsync("It can be recorded.");
            (await Kept()).ShouldContain("2025-08-05");
        }

        async Task SignIn(NegotiationLedger.Server.ApiKey key)
        {
            await visit.To(form);
            await page.FillAsync("#key", key.Text);
            await page.ClickAsync("main button");
            await Expect(page).ToHaveURLAsync(guarded.Address + form);
        }

        async Task End(string whose) =>
            (await guarded.Server.Http.DeleteAsync($"/sessions?principal={Uri.EscapeDataString(whose)}")).EnsureSuccessStatusCode();

        Task<string> Kept() => page.EvaluateAsync<string>("JSON.stringify(sessionStorage)");
    }

    [Fact]
    public async Task Somebody_signs_in_at_the_issuer()
    {
        guarded.Issuer.SignsIn = () => guarded.Issuer.Claims("mediator", "recorder");
        await using var visit = await Visit.Of(chromium, guarded.Address);
        await visit.To($"{Talks}/demands");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Desk" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync($"{guarded.Address}{Talks}/demands");
        await Expect(visit.Page.Locator(".visitor")).ToContainTextAsync("Desk:mediator");
        await visit.ShouldBeAccessible();
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_told_beside_the_field_and_is_not_on_the_page()
    {
        await using var visit = await Visit.Of(chromium, guarded.Address);
        visit.Expected.Add("401");
        await visit.To("/sign-in");
        var key = NegotiationLedger.Server.ApiKey.New().Text;
        await visit.Page.FillAsync("#key", key);
        await visit.Page.ClickAsync("main button");
        await Expect(visit.Page.Locator("#refused")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#key")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visit.Page.Locator("#key")).ToHaveValueAsync("");
        (await visit.Page.ContentAsync()).ShouldNotContain(key);
        visit.Page.Url.ShouldNotContain(key);
        await visit.ShouldBeAccessible();
    }

    [Theory]
    [InlineData("sign-in", "/sign-in?to=/operations", null)]
    [InlineData("sign-in-again", "/sign-in?to=/operations&why=idle", null)]
    [InlineData("access", "/access", "admin")]
    [InlineData("account", "/account", "reader")]
    public async Task A_page_is_accessible_and_fits_every_window(string name, string path, string? role)
    {
        await using var visit = role is null
            ? await Visit.Of(chromium, guarded.Address)
            : await guarded.SignedIn(chromium, guarded.Key(role), path);
        await PagesTests.ShouldBeForEverybody(visit, name, path);
    }
}
