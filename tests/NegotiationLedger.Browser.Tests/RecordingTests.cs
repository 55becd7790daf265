using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>Recording in the console: from an article to the changed status, and about records that are there.</summary>
public sealed class RecordingTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private const string Article = """
        Talks resume in Doha
        Example Wire, 2 August 2025

        The delegations are back in Doha. The talks resumed on Friday, a mediator said.
        Nobody expects a quick result. The talks resumed on Friday, the ministry repeated.
        """;

    // What a refused request leaves in the browser's own log.
    private const string Refusal = "the server responded with a status of";

    [Fact]
    public async Task From_a_pasted_article_to_the_changed_status_takes_less_than_ten_interactions()
    {
        await server.Server.OpenCopyOfDoha("journey");
        (await PhaseOf("journey")).ShouldNotBe("in_session");
        await using var visit = await Recording("journey");
        var (page, person) = (visit.Page, new Person(visit.Page));

        await Expect(page.Locator("#f-source-text")).ToBeFocusedAsync();
        await person.Fill("#f-source-text", Article);
        await Expect(page.Locator("#f-source-title")).ToHaveValueAsync("Talks resume in Doha");
        await Expect(page.Locator("#f-source-published")).ToHaveValueAsync("2025-08-02");
        await person.Click("#keep-source");
        await Expect(page.Locator("#reader")).ToBeFocusedAsync();
        await person.Select("The delegations are back in Doha");
        await Expect(page.Locator("#type-search")).ToBeFocusedAsync();
        await person.Fill("#type-search", "resumed");
        await person.Press("Enter");
        await Expect(page.Locator("#f-occurred")).ToBeFocusedAsync();
        await Expect(page.Locator("#f-quote")).ToHaveValueAsync("The delegations are back in Doha");
        await Expect(page.Locator("#f-assertedOn")).ToHaveValueAsync("2025-08-02");
        await person.Fill("#f-occurred", "2025-08-01");
        await Expect(page.Locator("#changes")).ToContainTextAsync("in session", new() { IgnoreCase = true });
        await visit.Keep("recording-filled");
        await person.Click("#record");
        await Expect(page.Locator("#done")).ToBeFocusedAsync();
        await visit.ShouldBeAccessible();
        await visit.Keep("recording-done");
        await person.Click("#see");
        await Expect(page.Locator(".phase strong")).ToContainTextAsync("In session");

        person.Interactions.ShouldBeLessThan(10);
        (await PhaseOf("journey")).ShouldBe("in_session");
        var record = (await server.Server.History("journey"))[^1]["data"]!;
        record["attribution"]!["quote"]!["check"]!.GetValue<string>().ShouldBe("verified");
        record["attribution"]!["mode"]!.GetValue<string>().ShouldBe("observed");
    }

    [Fact]
    public async Task A_form_of_every_type_gives_back_just_what_was_filled_in()
    {
        await using var visit = await Recording("doha-2025");
        var wrong = await visit.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const module = [...document.scripts].find(s => s.src.endsWith("record.js")).src.replace("record.js", "fields.js");
              const { collect, fill } = await import(module);
              const sorted = (v) => Array.isArray(v) ? v.map(sorted) : v && typeof v === "object"
                ? Object.fromEntries(Object.keys(v).sort().map(k => [k, sorted(v[k])])) : v;
              const { types } = await (await fetch("/vocabulary")).json();
              const wrong = [];
              for (const { type } of types.filter(t => t.kind === "development")) {
                const { example } = await (await fetch(`/vocabulary/${type}`)).json();
                delete example.type;
                const html = await (await fetch(`/talks/doha-2025/record?type=${type}`)).text();
                const form = document.importNode(new DOMParser().parseFromString(html, "text/html").getElementById("form"), true);
                fill(form, example);
                const said = JSON.stringify(sorted(collect(form)));
                if (said !== JSON.stringify(sorted(example))) wrong.push(`${type}: ${said} is not ${JSON.stringify(sorted(example))}`);
              }
              return wrong;
            }
            """
        );
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_in_the_words_of_the_API()
    {
        await using var visit = await Recording("doha-2025", "type=proposal_rejected&source=peace-talks-collapse");
        var page = visit.Page;
        visit.Expected.Add(Refusal);
        await page.FillAsync("#f-by", "hamass");
        await page.FillAsync("#f-occurred", "2025-13-45");
        var refused = await server.Server.Post(
            "/negotiations/doha-2025/developments?dryRun=true",
            JsonNode.Parse("""{"type":"proposal_rejected","by":"hamass","occurred":"2025-13-45"}""")!
        );
        foreach (var (pointer, field) in new[] { ("/by", "by"), ("/occurred", "occurred") })
        {
            var detail = refused.Json!["errors"]!.AsArray().First(e => e!["pointer"]!.GetValue<string>() == pointer)![
                "detail"
            ]!.GetValue<string>();
            await Expect(page.Locator($"#f-{field}-problem")).ToHaveTextAsync(detail);
            await Expect(page.Locator($"#f-{field}")).ToHaveAttributeAsync("aria-invalid", "true");
        }

        await Expect(page.Locator("#needed")).ToContainTextAsync("Proposal");
        await visit.Keep("recording-wrong");
        await page.FillAsync("#f-by", "hamas");
        await page.FillAsync("#f-occurred", "2025-07~");
        await Expect(page.Locator("#f-occurred-words")).ToHaveTextAsync("= about July 2025");
        await Expect(page.Locator("#f-by-problem")).ToBeHiddenAsync();
        await page.ClickAsync("#needed button");
        await page.Keyboard.TypeAsync("phased-ceasefire");
        await Expect(page.Locator("#state")).ToHaveTextAsync("It can be recorded.");
    }

    [Fact]
    public async Task Nothing_is_lost_with_the_network_and_what_is_sent_twice_is_recorded_once()
    {
        await server.Server.OpenCopyOfDoha("lost");
        var before = (await server.Server.History("lost")).Count;
        await using var visit = await Recording("lost", "type=talks_collapsed&source=peace-talks-collapse");
        var page = visit.Page;
        visit.Expected.UnionWith([Refusal, "net::ERR_"]);
        await page.FillAsync("#f-occurred", "2025-08-05");
        await Expect(page.Locator("#state")).ToHaveTextAsync("It can be recorded.");
        await page.RouteAsync("**/developments", route => route.AbortAsync());
        await page.ClickAsync("#record");
        await Expect(page.Locator("#problems")).ToContainTextAsync("Nothing is lost");

        await page.ReloadAsync();
        await Expect(page.Locator("#f-occurred")).ToHaveValueAsync("2025-08-05");
        await page.UnrouteAsync("**/developments");
        // The answer is lost, and not the request.
        await page.RouteAsync(
            "**/developments",
            async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync();
            }
        );
        await page.ClickAsync("#record");
        await Expect(page.Locator("#problems")).ToContainTextAsync("Nothing is lost");
        await page.UnrouteAsync("**/developments");
        await page.DblClickAsync("#record");
        await Expect(page.Locator("#done")).ToBeVisibleAsync();
        (await server.Server.History("lost")).Count.ShouldBe(before + 1);

        await page.ClickAsync("#undo");
        await Expect(page.Locator("#undone")).ToContainTextAsync("retracted");
        var last = (await server.Server.History("lost"))[^1];
        last["type"]!.GetValue<string>().ShouldBe("assertion_retracted");
        last["data"]!["assertion"]!.GetValue<string>().ShouldBe(await page.Locator("#done code").InnerTextAsync());

        await page.ClickAsync("#another");
        await Expect(page.Locator("#type-search")).ToBeFocusedAsync();
        await page.FillAsync("#type-search", "talks collapsed");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#f-source")).ToHaveValueAsync("peace-talks-collapse");
        await Expect(page.Locator("#f-occurred")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_remedy()
    {
        await using var visit = await Recording("doha-2025", "type=talks_collapsed&source=peace-talks-collapse");
        var page = visit.Page;
        visit.Expected.Add(Refusal);
        await page.FillAsync("#f-occurred", "2025-08-06");
        foreach (
            var (status, type, remedy) in new[]
            {
                (409, "taken", "Change what is taken"),
                (412, "stale", "Look at what was recorded meanwhile"),
                (422, "key-reused", "Send it again"),
                (503, "unavailable", "Send it again in a moment"),
            }
        )
        {
            await page.RouteAsync(
                "**/developments",
                route =>
                    route.FulfillAsync(
                        new()
                        {
                            Status = status,
                            ContentType = "application/problem+json",
                            Body =
                                $$"""{"type":"urn:negotiation-ledger:problem:{{type}}","title":"Title {{status}}","detail":"<b>Why</b> {{status}}."}""",
                        }
                    )
            );
            await page.ClickAsync("#record");
            await Expect(page.Locator("#problems")).ToContainTextAsync($"Title {status} <b>Why</b> {status}.");
            await Expect(page.Locator("#problems")).ToContainTextAsync(remedy);
            await Expect(page.Locator("#f-occurred")).ToHaveValueAsync("2025-08-06");
            await page.UnrouteAsync("**/developments");
        }
    }

    [Fact]
    public async Task Words_are_found_by_key_and_told_apart_from_the_same_words_elsewhere()
    {
        var source = await Registered("twice", "<img src=x onerror=alert(1)> مفاوضات", Article + "Printed twice.");
        await using var visit = await Recording("doha-2025", $"type=talks_resumed&source={source}");
        var page = visit.Page;
        await Expect(page.Locator("#source-title")).ToHaveTextAsync("<img src=x onerror=alert(1)> مفاوضات");
        (await page.Locator("#source-pane img").CountAsync()).ShouldBe(0);
        await page.FillAsync("#words", "the talks resumed on Friday");
        await page.PressAsync("#words", "Enter");
        await Expect(page.Locator("#f-quote")).ToHaveValueAsync("The talks resumed on Friday");
        var first = await page.Locator("#f-quote-prefix").InputValueAsync();
        await page.PressAsync("#words", "Enter");
        await Expect(page.Locator("#f-quote-prefix")).Not.ToHaveValueAsync(first);
        await page.FillAsync("#f-occurred", "2025-08-01");
        await Expect(page.Locator("#state")).ToHaveTextAsync("It can be recorded.");
        await page.ClickAsync("#record");
        var quote = (await Recorded(page))["attribution"]!["quote"]!;
        quote["start"]!
            .GetValue<int>()
            .ShouldBe(Article.ReplaceLineEndings("\n").LastIndexOf("The talks resumed on Friday", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_speaker_who_is_not_known_is_registered_beside_the_form()
    {
        await using var visit = await Recording("doha-2025", "type=statement_made&source=peace-talks-collapse");
        var page = visit.Page;
        visit.Expected.Add(Refusal);
        await page.ClickAsync("#new-speaker > summary");
        await page.FillAsync("#f-speaker-name", "Amina O’Neill");
        await page.SelectOptionAsync("#f-speaker-identity", "named");
        await page.FillAsync("#f-speaker-party", "hamas");
        await page.ClickAsync("#register-speaker");
        await Expect(page.Locator("#f-speaker")).ToHaveValueAsync("amina-o-neill");
        await Expect(page.Locator("#f-mode")).ToHaveValueAsync("attributed");
        (await server.Server.Get("/speakers/amina-o-neill"))["roles"]![0]!["party"]!.GetValue<string>().ShouldBe("hamas");
    }

    [Fact]
    public async Task A_correction_is_written_into_the_record_and_sends_only_what_changed()
    {
        await server.Server.OpenCopyOfDoha("mended");
        var record = (await server.Server.History("mended")).First(e => e["type"]!.GetValue<string>() == "proposal_accepted");
        var id = record["id"]!.GetValue<string>();
        await using var visit = await Visit.Of(chromium, server);
        visit.Expected.Add(Refusal);
        var page = visit.Page;
        await visit.To($"/records/{id}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Correct", Exact = true }).ClickAsync();
        await Expect(page.Locator("#f-by")).ToHaveValueAsync("israel");
        await visit.ShouldBeAccessible();
        await visit.ShouldFitTheWindow();
        await page.SelectOptionAsync("#f-extent", "partial");
        await page.FillAsync("#f-reason", "Only in part");
        await Expect(page.Locator("#changes")).ToContainTextAsync("part", new() { IgnoreCase = true });
        await page.ClickAsync("#record");
        await Expect(page.Locator("#done")).ToBeVisibleAsync();
        var correction = (await server.Server.History("mended"))[^1]["data"]!;
        correction["patch"]!.ToJsonString().ShouldBe("""{"extent":"partial"}""");

        foreach (
            var (type, field) in new[]
            {
                ("assertion_disputed", "grounds"),
                ("assertion_corroborated", "grounds"),
                ("assertion_retracted", "reason"),
            }
        )
        {
            await visit.To($"/talks/mended/record?about={id}&type={type}");
            await page.FillAsync($"#f-{field}", "For a test");
            await Expect(page.Locator("#state")).ToHaveTextAsync("It can be recorded.");
            await page.ClickAsync("#record");
            await Expect(page.Locator("#done")).ToBeVisibleAsync();
            var last = (await server.Server.History("mended"))[^1];
            last["type"]!.GetValue<string>().ShouldBe(type);
            last["data"]!["assertion"]!.GetValue<string>().ShouldBe(id);
        }
    }

    [Fact]
    public async Task A_negotiation_is_opened_from_the_first_page()
    {
        var source = await Registered("opening", "A strike is near", "The union and the port meet on Monday.");
        await using var visit = await Visit.Of(chromium, server);
        visit.Expected.Add(Refusal);
        var page = visit.Page;
        await visit.To("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open a negotiation" }).ClickAsync();
        await page.FillAsync("#source-known", source);
        await page.PressAsync("#source-known", "Tab");
        await Expect(page.Locator("#f-assertedOn")).ToHaveValueAsync("2025-08-02");
        await page.FillAsync("#f-title", "Port wages 2025");
        await Expect(page.Locator("#f-id")).ToHaveValueAsync("port-wages-2025");
        await page.ClickAsync("#record");
        await Expect(page.Locator("#f-occurred-problem")).ToContainTextAsync("required");
        await page.FillAsync("#f-occurred", "2025-08-01");
        var party = page.Locator("[data-field=parties] [data-item]");
        await party.Locator("[data-field=name] [data-value]").FillAsync("The Union");
        await party.Locator("[data-field=role] select").SelectOptionAsync("principal");
        var issue = page.Locator("[data-field=issues] [data-item]");
        await issue.Locator("[data-field=title] [data-value]").FillAsync("Wages");
        await page.ClickAsync("#record");
        await page.ShouldReach("/talks/port-wages-2025/record");
        var opened = await server.Server.Get("/negotiations/port-wages-2025");
        opened.ToJsonString().ShouldContain("the-union");
        opened.ToJsonString().ShouldContain("wages");
    }

    [Fact]
    public async Task What_is_wrong_with_an_opening_is_said_as_it_is_typed_and_nothing_is_written()
    {
        var head = await server.Server.Head();
        await using var visit = await Visit.Of(chromium, server);
        visit.Expected.Add(Refusal);
        var page = visit.Page;
        await visit.To("/record/new?source=peace-talks-collapse");
        await Expect(page.Locator("#f-mode")).ToHaveValueAsync("observed");
        await page.FillAsync("#f-title", "Doha 2025");
        await page.FillAsync("#f-occurred", "2025-13-45");
        await Expect(page.Locator("#f-occurred-problem")).ToContainTextAsync("2025-13-45");
        await page.FillAsync("#f-occurred", "2025-07-06");
        await Expect(page.Locator("#problems")).ToContainTextAsync("'doha-2025' is open already");
        await page.FillAsync("#f-id", "doha-again");
        await Expect(page.Locator("#state")).ToHaveTextAsync("It can be opened.");
        await Expect(page.Locator("#problems")).ToBeHiddenAsync();
        await page.FillAsync("#f-zone", "Middle/Earth");
        await Expect(page.Locator("#f-zone-problem")).ToContainTextAsync("Middle/Earth");
        await Expect(page.Locator("#state")).ToHaveTextAsync("One thing is to be put right.");
        await visit.ShouldBeAccessible();
        (await server.Server.Head()).ShouldBe(head);
        (await server.Server.Send(HttpMethod.Get, "/negotiations/doha-again")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_script_the_page_says_so_and_names_the_command()
    {
        await using var visit = await Visit.Of(chromium, server, hasScript: false);
        await visit.To("/talks/doha-2025/record?type=talks_collapsed");
        await Expect(visit.Page.Locator("noscript code").Last).ToBeVisibleAsync();
        (await visit.Page.Locator("noscript code").Last.EvaluateAsync<string>("e => e.textContent")).ShouldBe(
            "ledger record record.json -n doha-2025"
        );
        await Expect(visit.Page.Locator("#recording")).ToBeHiddenAsync();
    }

    private async Task<Visit> Recording(string negotiation, string query = "")
    {
        var visit = await Visit.Of(chromium, server);
        visit.Expected.Add(Refusal);
        await visit.To($"/talks/{negotiation}/record{(query.Length == 0 ? "" : $"?{query}")}");
        return visit;
    }

    private async Task<string?> PhaseOf(string negotiation) =>
        (string?)(await server.Server.Get($"/negotiations/{negotiation}/status"))["answer"]!["phase"]!["value"];

    private async Task<string> Registered(string id, string title, string text)
    {
        var body = new JsonObject
        {
            ["source"] = id,
            ["kind"] = "article",
            ["title"] = title,
            ["published"] = "2025-08-02",
            ["text"] = text.ReplaceLineEndings("\n"),
        };
        (await server.Server.Post("/sources", body)).Status.ShouldBe(HttpStatusCode.Created);
        return id;
    }

    private async Task<JsonNode> Recorded(IPage page)
    {
        await Expect(page.Locator("#done")).ToBeVisibleAsync();
        var id = await page.Locator("#done code").InnerTextAsync();
        return (await server.Server.History("doha-2025")).First(e => e["id"]!.GetValue<string>() == id)["data"]!;
    }
}
