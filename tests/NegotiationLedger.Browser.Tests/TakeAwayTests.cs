using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NegotiationLedger.Browser.Tests.Support;
using NegotiationLedger.Server.Tests.Support;
using UglyToad.PdfPig;

namespace NegotiationLedger.Browser.Tests;

/// <summary>What readers take away: citations, one file that needs no server, an embedded page, a printed brief.</summary>
public sealed class TakeAwayTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private const string Talks = "/talks/doha-2025";

    [Fact]
    public async Task A_citation_names_an_address_that_always_answers_the_same_and_the_digest_of_the_answer()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To($"{Talks}?occurredUntil=2025-07-23&accordingTo=party:israel");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "cite" }).ClickAsync();
        var head = await server.Server.Head();
        var csl = JsonNode.Parse(await visit.Page.Locator("pre", new() { HasText = "\"type\"" }).InnerTextAsync())!.AsArray()[0]!;
        var page = csl["URL"]!.GetValue<string>();
        page.ShouldContain($"recordedUntil=%40{head}");
        var digest = await visit.Page.Locator("h2:text-is('SHA-256') + pre").InnerTextAsync();
        csl["note"]!.GetValue<string>().ShouldContain(digest);
        (await visit.Page.Locator("pre", new() { HasText = "@misc" }).InnerTextAsync()).ShouldContain(digest);

        var api = page.Replace(Talks, "/negotiations/doha-2025/status", StringComparison.Ordinal);
        var before = await server.Server.Http.GetStringAsync(api);
        await RecordSomething();
        var after = await server.Server.Http.GetStringAsync(api);
        AnswerOf(after).ShouldBe(AnswerOf(before));
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AnswerOf(after)))).ShouldBe(digest);
    }

    [Theory]
    [InlineData("occurred")]
    [InlineData("recorded")]
    public async Task A_published_file_shows_and_replays_without_a_network_what_the_api_says(string order)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        try
        {
            var content = await server.Server.Http.GetByteArrayAsync($"{Talks}/publish");
            content.Length.ShouldBeLessThan(2_000_000);
            await File.WriteAllBytesAsync(file, content);
            var frames = (await server.Server.Http.GetStringAsync($"/negotiations/doha-2025/replay?view=status&order={order}&views=all"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!)
                .ToList();

            await using var visit = await Visit.Of(chromium, server);
            await visit.Page.Context.SetOfflineAsync(true);
            await visit.Page.GotoAsync($"file://{file}");
            await visit.Page.Locator("#order").SelectOptionAsync(order);
            await visit.Page.Locator("#place").FillAsync("1");
            for (var i = 0; i < frames.Count; i++)
            {
                (await visit.Page.Locator("#count").InnerTextAsync()).ShouldBe($"{i + 1} of {frames.Count}");
                (await visit.Page.Locator("#what").InnerTextAsync()).ShouldBe(frames[i]["what"]!.GetValue<string>());
                (await visit.Page.Locator("#words li").AllInnerTextsAsync()).ShouldBe(
                    frames[i]["words"]!.AsArray().Select(w => w!.ToString())
                );
                var phase = frames[i]["view"]!["phase"]?["value"]?.GetValue<string>() ?? "unknown";
                (await visit.Page.Locator("#part0 .phase").GetAttributeAsync("data-phase")).ShouldBe(phase);
                if (i + 1 < frames.Count)
                    await visit.Page.Locator("#on").ClickAsync();
            }

            await visit.Page.Locator("#part0 .phase .value").ClickAsync();
            (await visit.Page.Locator(".records > li:target").InnerTextAsync()).ShouldContain("talks collapsed");
            if (order == "occurred")
                await visit.ShouldBeAccessible();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_command_line_writes_the_same_file_and_says_why_it_cannot()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        try
        {
            (await Terminal.Run(server.Server, "publish", "doha-2025", "--occurred-until", "2025-07-23", "-o", file)).Code.ShouldBe(0);
            var written = await File.ReadAllTextAsync(file);
            written.ShouldContain("as of 23 July 2025");
            written.ShouldContain("data-phase=\"in_session\"");
            File.Delete(file);
            var (code, said) = await Terminal.Run(server.Server, "publish", "nowhere", "-o", file);
            code.ShouldNotBe(0);
            said.ShouldContain("There is no negotiation 'nowhere'.");
            File.Exists(file).ShouldBeFalse();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_embedded_timeline_shows_the_accounts_of_its_lens_without_script_and_leads_to_the_records()
    {
        (await Policy($"{Talks}/embed/timeline")).ShouldBe(await Policy($"{Talks}/embed"));
        (await Policy($"{Talks}/timeline")).ShouldContain("frame-ancestors 'none'");
        var lines = await server.Server.Http.GetStringAsync($"{Talks}/embed/timeline");
        lines.ShouldNotContain("<script");
        lines.Length.ShouldBeLessThan(80_000);
        await using var visit = await Visit.Of(chromium, server, width: 400, hasScript: false);
        await visit.To($"{Talks}/embed/timeline?accordingTo=party:israel");
        var api = (await server.Server.Get("/negotiations/doha-2025/timeline?accordingTo=party:israel"))["answer"]!["items"]!.AsArray();
        var counts = await visit.Page.Locator(".mark[data-items]").EvaluateAllAsync<int[]>("all => all.map(m => Number(m.dataset.items))");
        counts.Sum().ShouldBe(api.Count);
        await visit.ShouldFitTheWindow();
        var link = await visit.Page.Locator("a.mark").First.EvaluateAsync<string>("a => a.href.baseVal");
        link.ShouldStartWith($"{server.Address}{Talks}/timeline?accordingTo=party%3Aisrael&");
        (await visit.To(new Uri(link).PathAndQuery)).Status.ShouldBe(200);
        (await visit.Page.Locator("#why").CountAsync()).ShouldBe(1);

        await visit.To($"{Talks}/cite");
        var frame = await visit.Page.Locator("pre", new() { HasText = "embed/timeline" }).InnerTextAsync();
        frame.ShouldStartWith($"<iframe src=\"{server.Address}{Talks}/embed/timeline\"");

        await using var scripted = await Visit.Of(chromium, server, width: 400);
        await scripted.To($"{Talks}/embed/timeline");
        await scripted.ShouldBeAccessible();
        await scripted.Keep("embed-timeline-400");
    }

    [Fact]
    public async Task An_embedded_page_can_be_framed_by_others_and_the_others_cannot()
    {
        (await Policy($"{Talks}/embed")).ShouldContain("frame-ancestors *");
        (await Policy(Talks)).ShouldContain("frame-ancestors 'none'");
        await using var visit = await Visit.Of(chromium, server, width: 400);
        await visit.To($"{Talks}/embed?accordingTo=party:israel");
        (await visit.Page.Locator(".phase strong").InnerTextAsync()).ShouldBe("Adjourned");
        await visit.ShouldBeAccessible();
        await visit.ShouldFitTheWindow();
        await visit.Keep("embed-400");
    }

    [Fact]
    public async Task The_state_of_the_talks_prints_as_a_brief_of_one_page()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To(Talks);
        var pdf = await visit.Page.PdfAsync(new() { Format = "A4", PrintBackground = false });
        using var document = PdfDocument.Open(pdf);
        document.NumberOfPages.ShouldBe(1);
        document.GetPage(1).Text.ShouldContain("Collapsed");
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await visit.Page.SetViewportSizeAsync(720, 1000);
        await visit.Keep("talks-print");
    }

    private async Task<string> Policy(string path)
    {
        using var answer = await server.Server.Http.GetAsync(path);
        return answer.Headers.GetValues("Content-Security-Policy").Single();
    }

    // The member as it is sent, not as a reader of JSON would write it again.
    private static string AnswerOf(string body)
    {
        var start = body.IndexOf("\"answer\":", StringComparison.Ordinal) + "\"answer\":".Length;
        return body[start..^1];
    }

    private async Task RecordSomething()
    {
        using var answer = await server.Server.Http.PostAsync(
            "/negotiations/doha-2025/developments",
            new StringContent(
                """{"type":"talks_resumed","occurred":"2025-07-20","attribution":{"source":"peace-talks-collapse","mode":"observed","assertedOn":"2025-07-24"}}""",
                Encoding.UTF8,
                "application/json"
            )
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
