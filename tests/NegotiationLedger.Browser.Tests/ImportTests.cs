using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using MiniExcelLibs;
using NegotiationLedger.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NegotiationLedger.Browser.Tests;

/// <summary>A spreadsheet becomes records, and they are taken back together.</summary>
public sealed class ImportTests(Chromium chromium, ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private const string Sheet = """
        Date,Event,By,Text,Remark
        03/04/2025,Statement,israel,<b>Nothing</b> was agreed,x
        25/07/2025,Statement,hamas,The answer stands,x
        26/07/2025,Statement,norwayy,Nobody knows who says so,x
        """;

    [Fact]
    public async Task A_workbook_is_dropped_on_the_page_and_loaded_whole()
    {
        await server.Server.OpenCopyOfDoha("workbook");
        var before = (await server.Server.History("workbook")).Count;
        using var workbook = new MemoryStream();
        workbook.SaveAs(
            new List<Dictionary<string, object>>
            {
                new()
                {
                    ["Date"] = new DateTime(2025, 7, 3),
                    ["Statement"] = "Nothing was agreed",
                    ["Source"] = "peace-talks-collapse",
                },
                new()
                {
                    ["Date"] = new DateTime(2025, 7, 4),
                    ["Statement"] = "لا اتفاق",
                    ["Source"] = "peace-talks-collapse",
                },
            }
        );
        await using var visit = await Visit.Of(chromium, server);
        var page = visit.Page;
        await visit.To("/talks/workbook/import");
        await page.EvaluateAsync(
            """
            (content) => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], "talks.xlsx"));
              for (const type of ["dragover", "drop"])
                document.getElementById("drop").dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
            }
            """,
            Convert.ToBase64String(workbook.ToArray())
        );
        await Expect(page.Locator("#rows")).ToContainTextAsync("لا اتفاق");
        await Expect(page.Locator("#note")).Not.ToContainTextAsync("ledger ");
        await page.SelectOptionAsync("#add-field", "/text");
        await page.SelectOptionAsync("#fields tr[data-pointer='/text'] select", "column Statement");
        await page.ClickAsync("#try");
        await Expect(page.Locator("#row-outcomes tr[data-outcome=would_record]")).ToHaveCountAsync(2);
        await page.ClickAsync("#load");
        await Expect(page.Locator(".batch")).ToHaveCountAsync(1);
        var recorded = (await server.Server.History("workbook")).Skip(before).ToList();
        recorded
            .Select(e => $"{e["type"]} {e["data"]!["occurred"]} {e["data"]!["text"]}")
            .ShouldBe(["statement_made 2025-07-03 Nothing was agreed", "statement_made 2025-07-04 لا اتفاق"]);
    }

    [Fact]
    public async Task A_sheet_is_mapped_tried_loaded_and_taken_back()
    {
        await server.Server.OpenCopyOfDoha("sheet");
        var before = (await server.Server.History("sheet")).Count;
        await using var visit = await Visit.Of(chromium, server);
        var page = visit.Page;
        visit.Expected.Add("the server responded with a status of");
        await visit.To("/talks/sheet/import");
        await Choose(page, "talks.csv", Sheet);
        await Expect(page.Locator("#rows")).ToContainTextAsync("<b>Nothing</b> was agreed");
        await Expect(page.Locator("#fields tr[data-pointer='/occurred'] select")).ToHaveValueAsync("column Date");
        await Expect(page.Locator("#dates")).ToHaveValueAsync("dd/MM/yyyy");
        await Expect(page.GetByLabel("What “Statement” stands for")).ToHaveValueAsync("statement_made");
        await Expect(page.Locator("#fields tr[data-pointer='/by'] select")).ToHaveValueAsync("column By");
        await page.FillAsync("#fields tr[data-pointer='/attribution/source'] input", "peace-talks-collapse");
        await page.PressAsync("#fields tr[data-pointer='/attribution/source'] input", "Tab");
        await page.ClickAsync("#try");
        var bad = page.Locator("#row-outcomes tr[data-outcome=bad]");
        await Expect(bad).ToHaveCountAsync(1);
        await Expect(bad).ToContainTextAsync("norwayy");
        await Expect(page.Locator("#row-outcomes tr[data-outcome=would_record]").First).ToContainTextAsync("3 April 2025");
        await Expect(page.Locator("#load")).ToBeDisabledAsync();
        await visit.ShouldBeAccessible();
        await visit.ShouldFitTheWindow();
        await visit.Keep("import-tried");

        await page.CheckAsync("#skip-bad");
        await page.ClickAsync("#try");
        await Expect(page.Locator("#load")).ToBeFocusedAsync();
        await page.ClickAsync("#load");
        await Expect(page.Locator(".batch")).ToHaveCountAsync(1);
        var entries = await server.Server.History("sheet");
        entries.Count.ShouldBe(before + 2);
        var batch = await page.Locator(".batch code").InnerTextAsync();
        entries[^1]["batch"]!.GetValue<string>().ShouldBe(batch);
        (await page.Locator(".batch a").Nth(1).GetAttributeAsync("href")).ShouldBe($"/talks/sheet/history?batch={batch}");

        await page.ClickAsync(".undo-batch");
        await Expect(page.Locator(".batch [role=status]")).ToContainTextAsync("2 records are retracted");
        (await server.Server.History("sheet")).Count.ShouldBe(before + 4);
    }

    [Fact]
    public async Task A_map_is_changed_by_hand_or_replaced_by_a_ready_one()
    {
        await using var visit = await Visit.Of(chromium, server);
        var page = visit.Page;
        await visit.To("/import");
        await Choose(page, "talks.csv", Sheet);
        await page.SelectOptionAsync("#add-field", "/claim");
        await page.SelectOptionAsync("#fields tr[data-pointer='/claim'] select", "constant");
        await page.FillAsync("#fields tr[data-pointer='/claim'] input", "planned");
        await page.PressAsync("#fields tr[data-pointer='/claim'] input", "Tab");
        await page.ClickAsync("#swap-dates");
        await page.FillAsync("#negotiation-id", "doha-2025");
        await page.PressAsync("#negotiation-id", "Tab");
        var map = JsonNode.Parse(await page.Locator("#map-json").InputValueAsync())!;
        map["fields"]!["/claim"]!.GetValue<string>().ShouldBe("planned");
        map["dates"]!.ToJsonString().ShouldBe("""["MM/dd/yyyy"]""");
        map["negotiation"]!.GetValue<string>().ShouldBe("doha-2025");

        await page.SelectOptionAsync("#ready", "acled");
        await Expect(page.Locator("#fields tr[data-pointer='/occurred']")).ToBeVisibleAsync();
        await Expect(page.Locator("#note")).ToContainTextAsync("ACLED");
    }

    [Fact]
    public async Task A_long_file_is_cut_into_parts_with_the_lines_of_the_whole()
    {
        await using var visit = await Visit.Of(chromium, server);
        await visit.To("/import");
        var parts = await visit.Page.EvaluateAsync<string>(
            """
            async () => {
              const module = [...document.scripts].find(s => s.src.endsWith("import.js")).src.replace("import.js", "sheet-file.js");
              const { partsOf } = await import(module);
              const rows = Array.from({ length: 20005 }, (_, i) => (i === 4 ? '"two\nlines",b' : `${i},b`));
              const parts = partsOf({ member: "csv", content: `A title,\nA,B\n${rows.join("\n")}\n` }, ["A", "B"]);
              return JSON.stringify(parts.map((p) => [p.rows, p.firstLine, p.content.startsWith("A,B\n")]));
            }
            """
        );
        parts.ShouldBe("[[10000,3,true],[10000,10004,true],[5,20004,true]]");
    }

    [Theory]
    [InlineData(new byte[] { 0x41, 0x2C, 0x42, 0x0A, 0xE9, 0x2C, 0x78, 0x0A }, "CSV UTF-8")]
    [InlineData(new byte[] { 0x0A, 0x0A }, "empty")]
    [InlineData(new byte[] { 0x50, 0x4B, 0x03, 0x04, 0x00 }, "workbook")]
    public async Task A_file_that_cannot_be_read_is_refused_with_what_to_do(byte[] content, string words)
    {
        await using var visit = await Visit.Of(chromium, server);
        visit.Expected.Add("the server responded with a status of");
        await visit.To("/import");
        await visit.Page.SetInputFilesAsync(
            "#file",
            new FilePayload
            {
                Name = "sheet",
                MimeType = "text/csv",
                Buffer = content,
            }
        );
        await Expect(visit.Page.Locator("#file-wrong")).ToContainTextAsync(words);
        await Expect(visit.Page.Locator("#mapping")).ToBeHiddenAsync();
    }

    private static Task Choose(IPage page, string name, string text) =>
        page.SetInputFilesAsync(
            "#file",
            new FilePayload
            {
                Name = name,
                MimeType = "text/csv",
                Buffer = Encoding.UTF8.GetBytes(text),
            }
        );
}
