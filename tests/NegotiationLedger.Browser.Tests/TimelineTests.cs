using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>What readers do on the timeline.</summary>
[Collection(nameof(TwoNegotiations))]
public sealed class TimelineTests(Chromium chromium, TwoNegotiations server)
{
    private const string Doha = "/talks/doha-2025/timeline";

    private static readonly Regex Claims = Pattern.Of("^(planned|denied|on a condition): ");

    [Theory]
    [InlineData("")]
    [InlineData("type=accusation_made")]
    [InlineData("party=hamas")]
    [InlineData("accordingTo=party:israel")]
    public async Task The_timeline_says_what_the_API_says(string query)
    {
        var api = (await server.Server.Get($"/negotiations/doha-2025/timeline?{query}"))["answer"]!["items"]!.AsArray();
        await using var visit = await Visit.Of(chromium, server, hasScript: false);
        await visit.To($"{Doha}?lanes=party&{query}");

        var counts = await visit.Page.Locator(".mark[data-items]").EvaluateAllAsync<int[]>("all => all.map(m => Number(m.dataset.items))");
        counts.Sum().ShouldBe(api.Count);
        var rows = await visit
            .Page.Locator("#timeline-table tbody tr td:nth-child(2) > a")
            .EvaluateAllAsync<string[]>("all => all.map(a => a.textContent)");
        rows.Select(r => r[(r.IndexOf(": ", StringComparison.Ordinal) is var i and > 0 && Claims.IsMatch(r) ? i + 2 : 0)..])
            .ShouldBe(api.Select(i => i!["what"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_mark_opens_the_records_behind_it()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To(Doha);
        var mark = visit.Page.Locator(".mark[aria-label*='talks collapsed']");
        await mark.ClickAsync();

        await Expect(visit.Page.Locator("#why .record")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("#why h2")).ToContainTextAsync("talks collapsed");
        await Expect(visit.Page.Locator(".mark.chosen[aria-label*='talks collapsed']")).ToHaveCountAsync(1);
        visit.Page.Url.ShouldMatch(@"why=%2Fitems%2F\d+");
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("#why .record")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".mark.chosen")).ToHaveCountAsync(1);
        await visit.ShouldBeAccessible();
    }

    [Fact]
    public async Task Several_that_fall_together_are_one_mark_that_lists_them()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To(Doha);
        var several = visit.Page.Locator(".mark.several").First;
        var count = int.Parse((await several.GetAttributeAsync("data-items"))!);
        await several.ClickAsync();

        await Expect(visit.Page.Locator("#why .members li")).ToHaveCountAsync(count);
        await visit.Page.Locator("#why .members a").First.ClickAsync();
        await Expect(visit.Page.Locator("#why .record").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keys_zoom_and_move_and_the_address_follows()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To(Doha);
        var whole = await Length(visit);
        await visit.Page.Locator("#timeline-box").FocusAsync();

        await visit.Page.Keyboard.PressAsync("+");
        await visit.Page.ShouldReach("from=2025-07-.*to=2025-");
        (await Length(visit)).ShouldBe(whole / 2, 2);
        var from = await From(visit);
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.WaitForFunctionAsync("before => document.getElementById('timeline-box').dataset.from > before", from);
        (await Length(visit)).ShouldBe(whole / 2, 2);
        await visit.Page.ReloadAsync();
        (await Length(visit)).ShouldBe(whole / 2, 2);

        await visit.Page.Locator("#timeline-box").FocusAsync();
        await visit.Page.Keyboard.PressAsync("-");
        await visit.Page.ShouldReach("^((?!from=).)*$");
        await visit.Page.Keyboard.PressAsync("+");
        await visit.Page.ShouldReach("from=");
        await visit.Page.Keyboard.PressAsync("0");
        await visit.Page.ShouldReach("^((?!from=).)*$");
        (await Length(visit)).ShouldBe(whole, 2);
    }

    [Fact]
    public async Task The_arrows_lead_from_mark_to_mark_and_the_tab_key_past_them()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To(Doha);
        (await visit.Page.Locator(".mark[tabindex='0']").CountAsync()).ShouldBe(1);
        await visit.Page.Locator("#timeline-box").FocusAsync();

        await visit.Page.Keyboard.PressAsync("ArrowDown");
        var first = await Focused(visit);
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        (await Focused(visit)).ShouldNotBe(first);
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        (await Focused(visit)).ShouldBe(first);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("#why .record, #why .members").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_wheel_zooms_over_the_axis_and_with_ctrl_and_else_scrolls_the_page()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To(Doha);
        var whole = await Length(visit);
        var plot = (await visit.Page.Locator("#timeline-box .plot").BoundingBoxAsync())!;

        await visit.Page.Mouse.MoveAsync(plot.X + plot.Width / 2, plot.Y + plot.Height / 2);
        await visit.Page.Mouse.WheelAsync(0, 120);
        await visit.Page.WaitForFunctionAsync("() => scrollY > 0");
        visit.Page.Url.ShouldNotContain("from=");
        await visit.Page.Mouse.WheelAsync(0, -400);
        await visit.Page.WaitForFunctionAsync("() => scrollY === 0");

        await visit.Page.Mouse.MoveAsync(plot.X + plot.Width / 2, plot.Y + 10);
        await visit.Page.Mouse.WheelAsync(0, -120);
        await visit.Page.ShouldReach("from=");
        (await visit.Page.EvaluateAsync<double>("scrollY")).ShouldBe(0);
        var nearer = await Length(visit);
        nearer.ShouldBeLessThan(whole);

        await visit.Page.Mouse.MoveAsync(plot.X + plot.Width / 2, plot.Y + plot.Height / 2);
        await visit.Page.Keyboard.DownAsync("Control");
        await visit.Page.Mouse.WheelAsync(0, -120);
        await visit.Page.Keyboard.UpAsync("Control");
        await visit.Page.WaitForFunctionAsync(
            "before => { const { from, to } = document.getElementById('timeline-box').dataset; return Date.parse(to) - Date.parse(from) < before }",
            nearer * 1000
        );
    }

    [Fact]
    public async Task Two_fingers_zoom()
    {
        await using var visit = await Visit.Of(chromium, server, width: 390);
        await visit.To(Doha);
        var whole = await Length(visit);
        await visit.Page.EvaluateAsync(
            """
            () => {
              const plot = document.querySelector("#timeline-box .plot");
              const { left, top } = document.getElementById("timeline-box").getBoundingClientRect();
              const send = (type, pointerId, x) =>
                plot.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: "touch", clientX: left + x, clientY: top + 60, bubbles: true }));
              send("pointerdown", 1, 180);
              send("pointerdown", 2, 220);
              send("pointermove", 1, 150);
              send("pointermove", 2, 250);
              send("pointerup", 1, 150);
              send("pointerup", 2, 250);
            }
            """
        );
        await visit.Page.ShouldReach("from=");
        (await Length(visit)).ShouldBe(whole * 0.4, 5);
    }

    [Fact]
    public async Task Without_script_links_and_forms_do_the_same()
    {
        await using var visit = await Visit.Of(chromium, server, hasScript: false);
        await visit.To($"{Doha}?lanes=party");
        await visit.Page.Locator("#timeline-in").ClickAsync();
        await visit.Page.Locator("#timeline-later").ClickAsync();
        visit.Page.Url.ShouldContain("from=");
        visit.Page.Url.ShouldContain("lanes=party");
        (await visit.Page.Locator("#timeline-later").GetAttributeAsync("aria-disabled")).ShouldBe("true");

        await visit.Page.Locator("select[name=type]").SelectOptionAsync("accusation_made");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        visit.Page.Url.ShouldContain("from=");
        visit.Page.Url.ShouldContain("type=accusation_made");
        await visit.Page.Locator("#timeline-all").ClickAsync();
        (await visit.Page.Locator(".mark.actual, .mark.several").CountAsync()).ShouldBeGreaterThan(0);
        (await visit.Page.Locator(".mark").First.GetAttributeAsync("aria-label"))!.ShouldContain("accused");
        await visit.Page.Locator(".mark").First.ClickAsync();
        (await visit.Page.Locator("#why .record, #why .members").CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_is_claimed_denied_disputed_and_told_differently_is_told_apart_by_shape_and_word()
    {
        await Tell("shapes", "Shapes <script>alert(1)</script>");
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/talks/shapes/timeline?lanes=party&type=talks_collapsed&type=persons_released&type=statement_made");
        var marks = visit.Page.Locator("#timeline-box .mark");

        await Expect(marks.And(visit.Page.Locator(".planned"))).ToHaveCountAsync(1);
        await Expect(marks.And(visit.Page.Locator(".conditional"))).ToHaveCountAsync(1);
        await Expect(marks.And(visit.Page.Locator(".denied")).Locator(".strike")).ToHaveCountAsync(1);
        var released = visit.Page.Locator(".mark[aria-label*='12 persons']");
        await Expect(released).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".mark[aria-label*='12 persons'] + .sign")).ToHaveTextAsync("≠");
        var label = (await released.GetAttributeAsync("aria-label"))!;
        label.ShouldContain("12");
        label.ShouldContain("13");
        await Expect(visit.Page.Locator(".mark[aria-label*='img src'] + .sign")).ToHaveTextAsync("?");
        await Expect(visit.Page.Locator(".names")).ToContainTextAsync("<b>Ra");
        await released.ClickAsync();
        await Expect(visit.Page.Locator("#why .support[data-kind=SaysOtherwise] .record")).ToHaveCountAsync(1);
        await visit.ShouldBeAccessible();
    }

    [Theory]
    [InlineData("lanes=colour", "lanes")]
    [InlineData("from=yesterday", "yesterday")]
    [InlineData("from=2025-08&to=2025-07", "to")]
    [InlineData("type=nonsense", "nonsense")]
    public async Task What_is_not_valid_is_said_on_a_page(string query, string word)
    {
        var page = await server.Server.Send(HttpMethod.Get, $"{Doha}?{query}", body: null, ("Accept", "text/html"));
        page.Status.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        page.Text.ShouldContain("<h1>");
        page.Text.ShouldContain(word);
    }

    [Fact]
    public async Task The_page_of_the_talks_shows_it_in_short()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/talks/doha-2025");
        var strip = visit.Page.Locator(".strip .mark[aria-label*='talks collapsed']").Or(visit.Page.Locator(".strip .mark.several")).First;
        await strip.ClickAsync();
        await Expect(visit.Page.Locator("#timeline-box .mark.chosen")).ToHaveCountAsync(1);
        visit.Page.Url.ShouldMatch("/timeline\\?(why|cluster)=");
    }

    private async Task Tell(string id, string title)
    {
        const string source = "peace-talks-collapse";
        JsonObject Said(string mode = "observed") =>
            new()
            {
                ["source"] = source,
                ["mode"] = mode,
                ["assertedOn"] = "2025-07-24",
            };
        var opened = new JsonObject
        {
            ["id"] = id,
            ["title"] = title,
            ["occurred"] = "2025-07-01",
            ["attribution"] = Said(),
            ["parties"] = new JsonArray(
                new JsonObject
                {
                    ["party"] = "alpha",
                    ["name"] = "<b>Ra</b>d",
                    ["role"] = "principal",
                },
                new JsonObject
                {
                    ["party"] = "beta",
                    ["name"] = "الوفد",
                    ["role"] = "principal",
                }
            ),
        };
        (await server.Server.Post("/negotiations", opened)).Status.ShouldBe(System.Net.HttpStatusCode.Created);
        JsonObject Of(string type, string on, Action<JsonObject> more)
        {
            var one = new JsonObject
            {
                ["type"] = type,
                ["occurred"] = on,
                ["attribution"] = Said(),
            };
            more(one);
            return one;
        }

        JsonObject By(string party)
        {
            var said = Said("attributed");
            said["speaker"] = $"party:{party}";
            return said;
        }

        var told = await server.Server.Post(
            $"/negotiations/{id}/developments",
            new JsonArray(
                Of("talks_collapsed", "2025-07-20", d => d["claim"] = "planned"),
                Of("talks_collapsed", "2025-07-10", d => d["claim"] = "conditional"),
                Of("talks_collapsed", "2025-07-15", d => d["claim"] = "denied"),
                Of(
                    "persons_released",
                    "2025-07-12",
                    d => (d["by"], d["count"], d["occurrence"], d["attribution"]) = ("alpha", 12, "release", By("alpha"))
                ),
                Of(
                    "persons_released",
                    "2025-07-12",
                    d => (d["by"], d["count"], d["occurrence"], d["attribution"]) = ("alpha", 13, "release", By("beta"))
                ),
                Of("statement_made", "2025-07-18", d => (d["by"], d["text"]) = ("beta", "<img src=x onerror=alert(1)>"))
            )
        );
        told.Status.ShouldBe(System.Net.HttpStatusCode.Created, told.Text);
        var statement = (await server.Server.History(id)).Last()["id"]!.GetValue<string>();
        var disputed = await server.Server.Post(
            $"/negotiations/{id}/developments",
            new JsonArray(
                new JsonObject
                {
                    ["type"] = "assertion_disputed",
                    ["assertion"] = statement,
                    ["grounds"] = "Nobody heard it.",
                }
            )
        );
        disputed.Status.ShouldBe(System.Net.HttpStatusCode.Created, disputed.Text);
    }

    // In seconds.
    private static Task<double> Length(Visit visit) =>
        visit.Page.Locator("#timeline-box").EvaluateAsync<double>("b => (Date.parse(b.dataset.to) - Date.parse(b.dataset.from)) / 1000");

    private static async Task<string> From(Visit visit) => (await visit.Page.Locator("#timeline-box").GetAttributeAsync("data-from"))!;

    private static Task<string> Focused(Visit visit) =>
        visit.Page.EvaluateAsync<string>(
            "() => document.activeElement.closest('.mark')?.dataset.first ?? document.activeElement.outerHTML.slice(0, 80)"
        );
}
