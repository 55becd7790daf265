using System.Net;
using System.Text.Json.Nodes;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests;

/// <summary>Files as spreadsheets write them, and what is no file or no request at all.</summary>
public sealed class ImportFileTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Theory]
    [InlineData("comma", "Text,Who\nSaid,north\n", 2)]
    [InlineData("semicolon", "Text;Who\nSaid;north\n", 2)]
    [InlineData("tab", "Text\tWho\nSaid\tnorth\n", 2)]
    [InlineData("bar", "Text|Who\nSaid|north\n", 2)]
    [InlineData("bom", "\uFEFFText,Who\nSaid,north\n", 2)]
    [InlineData("crlf", "Text,Who\r\nSaid,north\r\n", 2)]
    [InlineData("cr", "Text,Who\rSaid,north\r", 2)]
    [InlineData("no-end", "Text,Who\nSaid,north", 2)]
    [InlineData("excel", "sep=;\r\nText;Who\r\nSaid;north\r\n", 3)]
    [InlineData("titles", "The talks,\n\n\"A title, with a comma\nand a line\",\nText,Who\nSaid,north\n", 6)]
    [InlineData("order", "Notes,WHO , text\nx,north,Said\n", 2)]
    [InlineData("quoted", "\"Text\",\"Who\"\n\"Said\",\"north\"\n", 2)]
    [InlineData("short", "Text,Who,Notes\nSaid,north\n", 2)]
    [InlineData("stray", "Who,Text\n\nnorth,5\" Said\n", 3)]
    [InlineData("empties", "Text,Who\n,\n , \nSaid,north\n,\n,\n", 4)]
    public async Task Every_way_of_writing_a_sheet_is_read_with_the_lines_of_the_file(string name, string csv, int line)
    {
        var negotiation = await talks.Open($"file-{name}");
        var reply = await Import(negotiation, csv);
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        var row = reply.Json!["rows"]!.AsArray().ShouldHaveSingleItem()!;
        row["line"]!.GetValue<int>().ShouldBe(line);
        row["what"]!.GetValue<string>().ShouldEndWith("Said");
        (await _server.History(negotiation))[^1]["data"]!["by"]!.GetValue<string>().ShouldBe("north");
    }

    [Theory]
    [InlineData("", "/csv", "empty")]
    [InlineData("\n\n", "/csv", "empty")]
    [InlineData("Text,Who\n", "/csv", "no rows under the header on line 1")]
    [InlineData("Text,Who\n,\n", "/csv", "no rows under the header on line 1")]
    [InlineData("Texts,Who\nSaid,north\n", "/csv", "lacks 'Text'")]
    [InlineData("a title\nTexts;Who\nSaid;north\n", "/csv", "on line 2")]
    [InlineData("Text,Who,Text\nSaid,north,x\n", "/csv", "'Text' appears twice")]
    [InlineData("Text,Who\nSaid,north\n\"Never closed,north\nSaid,north\n", "/csv", "line 3 is never closed")]
    public async Task A_file_that_is_no_sheet_of_the_map_is_refused_with_the_reason(string csv, string pointer, string words)
    {
        var negotiation = await talks.Open();
        (await Import(negotiation, csv)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid").ShouldName(pointer, words);
        (await Import(negotiation, csv, skipBad: true)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        (await _server.History(negotiation)).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("[]", "", "JSON object")]
    [InlineData("{}", "/csv", "xlsx")]
    [InlineData("{}", "/map", "required")]
    [InlineData("""{"csv":5,"map":{}}""", "/csv", "a string")]
    [InlineData("""{"csv":"x","map":[]}""", "/map", "object")]
    [InlineData("""{"csv":"x","map":{"fields":{"/type":"said"}}}""", "/map/fields/~1type", "'said'")]
    [InlineData("""{"csv":"x","map":{},"skipBad":"yes"}""", "/skipBad", "neither true nor false")]
    [InlineData("""{"csv":"x","map":{},"skipbad":true}""", "/skipbad", "skipBad")]
    [InlineData(
        """{"csv":"x","map":{"negotiation":"other","fields":{"/type":"negotiation_closed","/occurred":{"column":"Date"},"/attribution/source":"report","/attribution/mode":"observed","/attribution/assertedOn":"2025"}}}""",
        "/map/negotiation",
        "'other'"
    )]
    public async Task A_request_that_is_no_import_is_refused_at_its_place(string body, string pointer, string words)
    {
        var negotiation = await talks.Open();
        (await _server.Send(HttpMethod.Post, $"/negotiations/{negotiation}/imports", body))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")
            .ShouldName(pointer, words);
    }

    [Fact]
    public async Task A_negotiation_that_there_is_not_a_parameter_that_there_is_not_and_another_content_type_are_refused()
    {
        (await Import("never-opened", "Text,Who\nSaid,north\n")).ShouldBeProblem(HttpStatusCode.NotFound, "missing");
        var negotiation = await talks.Open();
        (await Import(negotiation, "Text,Who\nSaid,north\n", query: "?dryrun=true"))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "query")
            .ShouldName("/dryrun", "dryRun");
        using var csv = new StringContent("Text,Who\nSaid,north\n", System.Text.Encoding.UTF8, "text/csv");
        (await _server.Send(HttpMethod.Post, $"/negotiations/{negotiation}/imports", csv)).ShouldBeProblem(
            HttpStatusCode.UnsupportedMediaType,
            "media-type"
        );
    }

    [Fact]
    public async Task Ten_thousand_rows_go_in_together_and_one_more_is_too_many()
    {
        var negotiation = await talks.Open();
        var csv = "Text,Who\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"Said {i},{(i == 9_999 ? "nobody" : "north")}\n"));
        (await Import(negotiation, csv)).ShouldBeProblem(HttpStatusCode.BadRequest, "rows")["errors"]!.AsArray().Count.ShouldBe(1);
        (await _server.History(negotiation)).Count.ShouldBe(4, "One bad row of ten thousand keeps all of them out.");
        var mended = await Import(negotiation, csv.Replace("nobody", "south", StringComparison.Ordinal));
        mended.Status.ShouldBe(HttpStatusCode.Created);
        mended.Json!["totals"]!["recorded"]!.GetValue<int>().ShouldBe(10_000);
        (await Import(negotiation, csv + "One more,north\n")).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too-large")["detail"]!
            .GetValue<string>()
            .ShouldContain("10000 rows");
    }

    [Fact]
    public async Task Cells_come_back_from_the_bad_file_as_they_were_whatever_they_begin_with()
    {
        var negotiation = await talks.Open();
        var csv = "Text;Who\n=1+1;nobody\n\" @a\nb \";nobody\n+\"x\";nobody\n";
        var bad = (await Import(negotiation, csv, skipBad: true)).Json!["badCsv"]!.GetValue<string>();
        var mended = await Import(negotiation, bad.Replace(";nobody;", ";north;", StringComparison.Ordinal));
        mended.Status.ShouldBe(HttpStatusCode.Created, mended.Text);
        (await _server.History(negotiation))
            .Skip(4)
            .Select(e => e["data"]!["text"]!.GetValue<string>())
            .ShouldBe(["=1+1", "@a\nb", "+\"x\""]);
    }

    [Fact]
    public async Task The_example_of_the_documentation_loads_into_the_talks_it_is_about()
    {
        await _server.Load("doha-2025");
        var body = new JsonObject { ["map"] = JsonNode.Parse(Example("talks.map.json")), ["csv"] = Example("talks.csv") };
        var reply = await _server.Post("/negotiations/doha-2025/imports", body);
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.Json!["totals"]!["recorded"]!.GetValue<int>().ShouldBe(6);
        var status = await _server.Get("/negotiations/doha-2025/proposals");
        status.ToJsonString().ShouldContain("aid-plan");
        (await _server.Post("/negotiations/doha-2025/imports", body)).Json!["totals"]!["known"]!.GetValue<int>().ShouldBe(6);
    }

    private static string Example(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "import", name));

    private Task<Reply> Import(string negotiation, string csv, bool skipBad = false, string query = "") =>
        _server.Post(
            $"/negotiations/{negotiation}/imports{query}",
            new JsonObject
            {
                ["map"] = JsonNode.Parse(
                    """
                    {"fields":{"/type":"statement_made","/occurred":"2025-07-10","/text":{"column":"Text"},"/by":{"column":"Who"},
                      "/attribution/source":"report","/attribution/mode":"observed","/attribution/assertedOn":"2025-07-10"}}
                    """
                ),
                ["csv"] = csv,
                ["skipBad"] = skipBad,
            }
        );
}
