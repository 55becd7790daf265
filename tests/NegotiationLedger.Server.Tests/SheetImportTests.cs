using System.Net;
using System.Text.Json.Nodes;
using MiniExcelLibs;
using NegotiationLedger.Server.Tests.Support;

namespace NegotiationLedger.Server.Tests;

/// <summary>Editions of a sheet, sheets about several negotiations, and workbooks.</summary>
public sealed class SheetImportTests(TalksServer talks) : IClassFixture<TalksServer>
{
    private readonly RunningServer _server = talks.Server;

    [Fact]
    public async Task A_newer_edition_is_one_request_and_the_older_is_recognised_as_superseded()
    {
        var negotiation = await talks.Open();
        await Editions();
        (await Import(negotiation, "edition-1", "1,Half\n2,All\n3,None\n")).Status.ShouldBe(HttpStatusCode.Created);

        (await Import(negotiation, "edition-2", "1,Half\n2,Most\n")).ShouldBeProblem(HttpStatusCode.BadRequest, "rows")["errors"]![0]![
            "detail"
        ]!
            .GetValue<string>()
            .ShouldContain("\"revise\": true");
        var head = await _server.Head();
        var shown = await Import(negotiation, "edition-2", "1,Half\n2,Most\n4,Some\n", "?dryRun=true", revise: true);
        shown.Status.ShouldBe(HttpStatusCode.OK, shown.Text);
        Outcomes(shown.Json!).ShouldBe("known, would_correct, would_record");
        shown.Json!["rows"]![1]!["changes"]!.ToJsonString().ShouldBe("""[{"pointer":"/text","column":"Text","was":"All","now":"Most"}]""");
        shown.Json["rows"]![1]!["when"]!.GetValue<string>().ShouldBe("10 July 2025");
        shown.Json["missing"]![0]!["outcome"]!.GetValue<string>().ShouldBe("stands");
        (await _server.Head()).ShouldBe(head);

        var revised = await Import(negotiation, "edition-2", "1,Half\n2,Most\n4,Some\n", revise: true, retractMissing: true);
        revised.Status.ShouldBe(HttpStatusCode.Created, revised.Text);
        Outcomes(revised.Json!).ShouldBe("known, corrected, recorded");
        revised.Json!["missing"]![0]!["outcome"]!.GetValue<string>().ShouldBe("retracted");
        (await _server.Head()).ShouldBe(head + 3);
        var correction = (await _server.History(negotiation)).Single(e => e["type"]!.GetValue<string>() == "assertion_corrected");
        correction["data"]!["attribution"]!["source"]!.GetValue<string>().ShouldBe("edition-2");

        foreach (var revise in new[] { true, false })
        {
            var again = await Import(negotiation, "edition-2", "1,Half\n2,Most\n4,Some\n", revise: revise, retractMissing: revise);
            again.Status.ShouldBe(HttpStatusCode.OK);
            Outcomes(again.Json!).ShouldBe("known, known, known");
            var old = await Import(negotiation, "edition-1", "1,Half\n2,All\n3,None\n", revise: revise);
            old.Status.ShouldBe(HttpStatusCode.OK);
            Outcomes(old.Json!).ShouldBe("known, superseded, superseded");
            old.Json!["superseded"]!["by"]!.GetValue<string>().ShouldBe("edition-2");
        }

        (await _server.Head()).ShouldBe(head + 3, "Nothing is added the second time.");
    }

    [Fact]
    public async Task To_revise_needs_a_key_and_to_retract_needs_to_revise()
    {
        var negotiation = await talks.Open();
        var map = MapOf("report");
        map.Remove("key");
        var body = new JsonObject
        {
            ["map"] = map,
            ["csv"] = "No,Text\n1,a\n",
            ["revise"] = true,
        };
        (await _server.Post($"/negotiations/{negotiation}/imports", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid")["errors"]![
            0
        ]!["pointer"]!
            .GetValue<string>()
            .ShouldBe("/map/key");
        (await Import(negotiation, "report", "1,a\n", retractMissing: true)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
    }

    [Fact]
    public async Task A_sheet_about_several_negotiations_opens_them_and_registers_what_it_names()
    {
        var open = await talks.Open("several-open");
        var dry = await Imports(Several, "?dryRun=true");
        dry.Status.ShouldBe(HttpStatusCode.OK, dry.Text);
        var head = await _server.Head();
        var reply = await Imports(Several);
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.Json!["negotiations"]!.AsArray().Select(n => n!["negotiation"]!.GetValue<string>()).ShouldBe(["several-open", "river-talks"]);
        reply.Json["negotiations"]![1]!["opens"]!.GetValue<bool>().ShouldBeTrue();
        reply.Json["negotiations"]![1]!["parties"]!.ToJsonString().ShouldBe("""["upper-town","lower-town"]""");
        reply.Json["made"]!["sources"]!.ToJsonString().ShouldBe("""["river-post"]""");
        reply.Json["made"]!["speakers"]!.ToJsonString().ShouldBe("""["mayor-ann-o-dell"]""");
        reply.Json["made"]!["ids"]!["mayor-ann-o-dell"]![0]!.GetValue<string>().ShouldBe("Mayor Ann O'Dell");
        reply.Json["totals"]!["recorded"]!.GetValue<int>().ShouldBe(3);
        (await _server.Get("/speakers/mayor-ann-o-dell"))["name"]!.GetValue<string>().ShouldBe("Mayor Ann O'Dell");
        (await _server.History("river-talks"))[0]["type"]!.GetValue<string>().ShouldBe("negotiation_opened");
        (await _server.Head()).ShouldBe(head + 2 + 3 + 3, "A source, a speaker; an opening and two parties; three rows.");

        var again = await Imports(Several);
        again.Status.ShouldBe(HttpStatusCode.OK);
        again.Json!["totals"]!["known"]!.GetValue<int>().ShouldBe(3);
        (await _server.Head()).ShouldBe(head + 8);
        open.ShouldBe("several-open");
    }

    [Fact]
    public async Task Nothing_of_a_sheet_with_a_bad_row_is_written_unless_told_to()
    {
        var csv =
            "Talks,Date,Town,Text,Read in,Who\nLake talks,2025-01-01,East,One,Lake Post,\nBay talks,2025-13-01,West,Two,Bay Post,\n,2025-01-02,West,Three,Bay Post,\n";
        var head = await _server.Head();
        var refused = (await Imports(csv)).ShouldBeProblem(HttpStatusCode.BadRequest, "rows");
        refused["errors"]!.AsArray().Count.ShouldBe(3, "The date is at fault twice.");
        refused["import"]!["badCsv"]!.GetValue<string>().Split("\r\n").Length.ShouldBe(4);
        (await _server.Head()).ShouldBe(head);
        var reply = await Imports(csv, skipBad: true);
        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.Json!["totals"]!["bad"]!.GetValue<int>().ShouldBe(2);
        reply.Json["made"]!["sources"]!.ToJsonString().ShouldBe("""["lake-post"]""");
        (await _server.Head()).ShouldBe(head + 4);
    }

    [Fact]
    public async Task The_same_key_again_answers_as_the_first_time()
    {
        var csv = "Talks,Date,Town,Text,Read in,Who\nHill talks,2025-01-01,East,One,Hill Post,\n";
        var first = await Imports(csv, headers: ("Idempotency-Key", "\"hill\""));
        var second = await Imports(csv, headers: ("Idempotency-Key", "\"hill\""));
        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        second.Json!["negotiations"]!.ToJsonString().ShouldBe(first.Json!["negotiations"]!.ToJsonString());
        (await Imports(csv + "Hill talks,2025-01-02,East,Two,Hill Post,\n", headers: ("Idempotency-Key", "\"hill\""))).Status.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await Imports(csv, headers: ("If-Match", "\"1\""))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_workbook_is_read_with_its_dates_and_numbers_whatever_they_look_like()
    {
        var negotiation = await talks.Open();
        var map = JsonNode.Parse(
            """
            {"dates":["dd/MM/yyyy"],"fields":{"/type":"figure_reported","/occurred":{"column":"Date"},"/subject":{"column":"What"},
              "/value":{"column":"Number","decimal":",","group":"."},"/attribution/source":"report","/attribution/mode":"observed","/attribution/assertedOn":{"column":"Date"} } }
            """
        )!;
        var rows = new[]
        {
            new
            {
                Date = new DateTime(2025, 4, 3),
                What = "tents",
                Number = 1.5,
                Notes = "x",
            },
            new
            {
                Date = new DateTime(2025, 4, 4, 14, 30, 0),
                What = "trucks",
                Number = 1200.0,
                Notes = "",
            },
        };
        using var workbook = new MemoryStream();
        workbook.SaveAs(rows);
        var body = new JsonObject { ["map"] = map.DeepClone(), ["xlsx"] = Convert.ToBase64String(workbook.ToArray()) };
        var reply = await _server.Post($"/negotiations/{negotiation}/imports?dryRun=true", body);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Json!["totals"]!["bad"]!.GetValue<int>().ShouldBe(0, reply.Text);
        reply.Json["rows"]!.AsArray().Select(r => r!["when"]!.GetValue<string>()).ShouldBe(["3 April 2025", "4 April 2025, 14:30:00"]);
        reply.Json["ignored"]!.ToJsonString().ShouldBe("""["Notes"]""");
        (await _server.Post($"/negotiations/{negotiation}/imports", body.DeepClone())).Status.ShouldBe(HttpStatusCode.Created);
        (await _server.History(negotiation)).TakeLast(2).Select(e => e["data"]!["value"]!.ToJsonString()).ShouldBe(["1.5", "1200"]);
    }

    [Fact]
    public async Task What_is_no_workbook_or_unpacks_to_too_much_is_refused()
    {
        var negotiation = await talks.Open();
        foreach (var xlsx in new[] { "not base64!", Convert.ToBase64String("PK but no archive"u8), Convert.ToBase64String(Archive(1)), "" })
            (await Workbook(negotiation, xlsx)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid");
        (await Workbook(negotiation, Convert.ToBase64String(Archive(200)))).ShouldBeProblem(
            HttpStatusCode.RequestEntityTooLarge,
            "too-large"
        );
    }

    private Task<Reply> Workbook(string negotiation, string xlsx) =>
        _server.Post($"/negotiations/{negotiation}/imports", new JsonObject { ["map"] = MapOf("report"), ["xlsx"] = xlsx });

    private static byte[] Archive(int megabytes)
    {
        using var bytes = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = archive.CreateEntry("xl/workbook.xml").Open();
            for (var i = 0; i < megabytes; i++)
                part.Write(new byte[1024 * 1024]);
        }

        return bytes.ToArray();
    }

    private const string Several = """
        Talks,Date,Town,Text,Read in,Who
        several-open,2025-02-01,North,One,report,
        River talks,2025-02-03,Upper Town,Two,River Post,Mayor Ann O'Dell
        River talks,2025-02-02,Lower Town,Three,River Post,

        """;

    private Task<Reply> Imports(string csv, string query = "", bool skipBad = false, params (string Name, string Value)[] headers) =>
        _server.Post(
            $"/imports{query}",
            new JsonObject
            {
                ["map"] = JsonNode.Parse(
                    """
                    {"negotiation":{"column":"Talks","slug":true},"open":{"/title":{"column":"Talks"} },
                     "parties":[{"/party":{"column":"Town","slug":true},"/name":{"column":"Town"},"/role":"principal"}],
                     "sources":[{"/source":{"column":"Read in","slug":true},"/title":{"column":"Read in"},"/kind":"article"}],
                     "speakers":[{"/speaker":{"column":"Who","slug":true},"/name":{"column":"Who"},"/identity":"named"}],
                     "fields":{"/type":"statement_made","/occurred":{"column":"Date"},"/by":{"column":"Town","slug":true},"/text":{"column":"Text"},"/stance":"neutral",
                       "/attribution/source":{"column":"Read in","slug":true},"/attribution/mode":"inferred","/attribution/assertedOn":{"column":"Date"},
                       "/attribution/speaker":{"column":"Who","slug":true} } }
                    """
                ),
                ["csv"] = csv,
                ["skipBad"] = skipBad,
            },
            headers
        );

    private async Task Editions()
    {
        foreach (var edition in new[] { "edition-1", "edition-2" })
            (
                await _server.Post(
                    "/sources",
                    new JsonObject
                    {
                        ["source"] = edition,
                        ["kind"] = "dataset",
                        ["title"] = edition,
                    }
                )
            ).Status.ShouldBe(HttpStatusCode.Created);
    }

    private Task<Reply> Import(
        string negotiation,
        string edition,
        string rows,
        string query = "",
        bool revise = false,
        bool retractMissing = false
    ) =>
        _server.Post(
            $"/negotiations/{negotiation}/imports{query}",
            new JsonObject
            {
                ["map"] = MapOf(edition),
                ["csv"] = "No,Text\n" + rows,
                ["revise"] = revise,
                ["retractMissing"] = retractMissing,
            }
        );

    private static JsonObject MapOf(string edition)
    {
        var map = JsonNode.Parse(
            """
            {"key":"No","fields":{"/type":"statement_made","/occurred":"2025-07-10","/text":{"column":"Text"},"/stance":"neutral",
              "/attribution/mode":"observed","/attribution/assertedOn":"2025-07-10"} }
            """
        )!;
        map["fields"]!["/attribution/source"] = edition;
        return map.AsObject();
    }

    private static string Outcomes(JsonNode import) =>
        string.Join(", ", import["rows"]!.AsArray().Select(r => r!["outcome"]!.GetValue<string>()));
}
