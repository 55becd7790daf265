using System.Text;
using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class LoadSheetTests : IDisposable
{
    private const string Header = "Date;Event;Text\r\n";

    private static readonly string Rows = """
        {"line":4,"outcome":"OF_GOOD","type":"proposal_offered","what":"plan offered by Israel","id":"00000000-0000-705c-a247-f544d886a2f0"},
        {"line":5,"outcome":"known","type":"statement_made","what":"The recall is no break","id":"00000000-0000-73d7-83ef-c31166def6ec","sequence":7},
        {"line":7,"outcome":"skipped","because":"Event is 'Total'"}
        """;

    private static readonly string BadRows = """
        ,{"line":9,"outcome":"bad","type":"statement_made","problems":[{"line":9,"column":"Who","value":"U.N.","detail":"'U.N.' is not among the map's values.","pointer":"/by"}]},
        {"line":12,"outcome":"bad","type":"statement_made","problems":[{"line":12,"column":"Who","value":"U.N.","detail":"'U.N.' is not among the map's values.","pointer":"/by"}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-sheet-").FullName;

    public LoadSheetTests()
    {
        Write("talks.csv", Header + "24/07/2025;Statement;Café\r\n");
        Write("map.json", """{"negotiation":"doha-2025", /* a comment */ "fields":{"/type":"statement_made"},}""");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_sheet_and_its_map_are_sent_whole()
    {
        await using var server = await StubServer.Answering(201, Import("recorded"));
        var ran = await Load("--skip-bad", server);
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        var asked = server.Requests.ShouldHaveSingleItem();
        asked.Target.ShouldBe("/negotiations/doha-2025/imports");
        var body = JsonNode.Parse(asked.Body)!;
        body["csv"]!.GetValue<string>().ShouldBe(Header + "24/07/2025;Statement;Café\r\n");
        body["map"]!["fields"]!["/type"]!.GetValue<string>().ShouldBe("statement_made");
        body["skipBad"]!.GetValue<bool>().ShouldBeTrue();
        ran.Out.ShouldContain("See: ledger status doha-2025");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public async Task What_each_row_became_fits_the_paper(int width)
    {
        await using var server = await StubServer.Answering(400, Refusal());
        var ran = await Load("", server, width);
        ran.Code.ShouldBe(ExitCodes.Refused);
        ran.Out.Split('\n').ShouldAllBe(line => line.Length <= width);
        var flat = string.Join(' ', ran.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (
            var words in new[]
            {
                "plan offered by Israel",
                "Event is 'Total'",
                "lines 9, 12 Who 'U.N.'",
                "not among the map's values",
                "2 bad",
            }
        )
            flat.ShouldContain(words);
        flat.ShouldContain("Nothing was written.");
        flat.ShouldContain("--skip-bad to record the good rows (1)");
        flat.ShouldContain("Columns that the map does not name: Notes");
        Files().ShouldBe(["map.json", "talks.csv"]);
    }

    [Fact]
    public async Task Bad_rows_go_to_a_file_that_spreadsheets_open_and_never_over_another()
    {
        Write("talks.bad.csv", "mended by hand");
        await using var server = await StubServer.Answering(201, Import("recorded", BadRows));
        var ran = await Load("--skip-bad", server);
        ran.Code.ShouldBe(ExitCodes.Done);
        Files().ShouldBe(["map.json", "talks.bad-2.csv", "talks.bad.csv", "talks.csv"]);
        (await File.ReadAllTextAsync(At("talks.bad.csv"))).ShouldBe("mended by hand");
        (await File.ReadAllBytesAsync(At("talks.bad-2.csv"))).Take(3).ShouldBe([(byte)0xEF, (byte)0xBB, (byte)0xBF]);
        (await File.ReadAllTextAsync(At("talks.bad-2.csv"))).ShouldBe("Date;Text;ledger_problem\r\n;Café;why\r\n");
        string.Concat(ran.Out.Where(c => !char.IsWhiteSpace(c)))
            .ShouldContain($"ledgerload{At("talks.bad-2.csv")}--map{At("map.json")}-ndoha-2025");
    }

    [Fact]
    public async Task A_file_for_bad_rows_that_exists_is_refused_before_anything_is_sent()
    {
        await using var server = await StubServer.Answering(201, Import("recorded", BadRows));
        var ran = await Load($"--skip-bad --bad {At("map.json")}", server);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain("map.json exists");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_asks_for_one_and_says_whether_it_would_be_taken()
    {
        await using var server = await StubServer.Answering(200, Import("would_record"));
        var good = await Load("--dry-run", server);
        good.Code.ShouldBe(ExitCodes.Done);
        good.Out.ShouldContain("this was a dry run");
        server.Requests.ShouldHaveSingleItem().Target.ShouldBe("/negotiations/doha-2025/imports?dryRun=true");
        await using var other = await StubServer.Answering(200, Import("would_record", BadRows));
        (await Load("--dry-run", other)).Code.ShouldBe(ExitCodes.Refused);
        (await Load("--dry-run --skip-bad", other)).Code.ShouldBe(ExitCodes.Done);
        Files().ShouldBe(["map.json", "talks.csv"]);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(400)]
    public async Task As_JSON_the_answer_is_passed_on_and_the_words_go_to_the_notes(int status)
    {
        await using var server = await StubServer.Answering(status, status == 201 ? Import("recorded") : Refusal());
        var ran = await Load("--json", server);
        ran.Code.ShouldBe(status == 201 ? ExitCodes.Done : ExitCodes.Refused);
        JsonNode
            .Parse(ran.Out)!["title"]
            ?.GetValue<string>()
            .ShouldBe(status == 201 ? null : "Rows of the spreadsheet cannot be recorded.");
        ran.Error.ShouldContain(status == 201 ? "Recorded." : "Nothing was written.");
    }

    [Fact]
    public async Task A_refusal_of_the_map_is_shown_with_its_places()
    {
        await using var server = await StubServer.Answering(
            400,
            """{"title":"What was sent cannot be recorded.","detail":"x","errors":[{"pointer":"/map/fields/~1by","detail":"'U.S.' is not a valid party id."}]}"""
        );
        var ran = await Load("", server);
        ran.Code.ShouldBe(ExitCodes.Refused);
        ran.Error.ShouldContain("/map/fields/~1by");
        await using var unknown = await StubServer.Answering(404, """{"title":"Not found.","detail":"x"}""");
        (await Load("", unknown)).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Theory]
    [InlineData("load {0}/talks.csv", "--map")]
    [InlineData("load {0}/nowhere.csv --map {0}/map.json", "cannot be read")]
    [InlineData("load {0}/talks.csv --map {0}/nowhere.json", "cannot be read")]
    [InlineData("load {0}/talks.csv --map {0}/talks.csv", "not JSON")]
    [InlineData("load {0} --map {0}/map.json", "--map is for a spreadsheet")]
    [InlineData("load {0} --skip-bad", "--skip-bad is for a spreadsheet")]
    public async Task What_cannot_be_loaded_is_told_before_anything_is_sent(string commandLine, string words)
    {
        await using var server = await StubServer.Answering(500, "{}");
        var ran = await Ran.Ledger(commandLine.Replace("{0}", _folder, StringComparison.Ordinal), server.Url);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        string.Join(' ', ran.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain(words);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_map_without_a_negotiation_needs_one()
    {
        Write("map.json", """{"fields":{}}""");
        await using var server = await StubServer.Answering(201, Import("recorded"));
        (await Load("", server)).Error.ShouldContain("--negotiation");
        (await Load("-n other", server)).Code.ShouldBe(ExitCodes.Done);
        server.Requests.ShouldHaveSingleItem().Target.ShouldBe("/negotiations/other/imports");
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public async Task Unicode_files_are_read_whatever_their_form(string encoding, bool hasMark)
    {
        var form = Encoding.GetEncoding(encoding);
        await File.WriteAllBytesAsync(At("x.csv"), [.. hasMark ? form.GetPreamble() : [], .. form.GetBytes("Text\n“Café” 🕊\n")]);
        (await SheetFile.Read(At("x.csv"), default)).ShouldBe("Text\n“Café” 🕊\n");
    }

    [Theory]
    [InlineData(new byte[] { (byte)'T', (byte)'\n', (byte)'c', 0xE9, (byte)'\n' }, "not UTF-8 (line 2)")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1 }, "workbook")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xD8 }, "not")]
    public async Task A_file_of_another_encoding_is_refused_with_the_remedy(byte[] bytes, string words)
    {
        await File.WriteAllBytesAsync(At("x.csv"), bytes);
        var refusal = await Should.ThrowAsync<WrongUsageException>(() => SheetFile.Read(At("x.csv"), default));
        refusal.Message.ShouldContain(words);
        refusal.Message.ShouldContain("CSV UTF-8");
    }

    private Task<Ran> Load(string options, StubServer server, int width = 120) =>
        Ran.Ledger($"load {At("talks.csv")} --map {At("map.json")} {options}", server.Url, "", ("COLUMNS", $"{width}"));

    private static string Import(string good, string bad = "") =>
        $$"""
            {"negotiation":"doha-2025","version":5,"position":"@9","dryRun":false,"ignored":["Notes"],
             "totals":{"rows":5,"recorded":{{(good == "recorded" ? 1 : 0)}},"wouldRecord":{{(
                good == "recorded" ? 0 : 1
            )}},"known":1,"bad":{{(bad.Length > 0 ? 2 : 0)}},"skipped":1,"empty":3},
             "rows":[{{Rows.Replace("OF_GOOD", good, StringComparison.Ordinal)}}{{bad}}]{{(
                bad.Length > 0 ? ",\"badCsv\":\"Date;Text;ledger_problem\\r\\n;Café;why\\r\\n\"" : ""
            )}}}
            """;

    private static string Refusal() =>
        $$"""{"title":"Rows of the spreadsheet cannot be recorded.","status":400,"detail":"2 of 5 rows","errors":[],"import":{{Import("would_record", BadRows)}}}""";

    private IEnumerable<string?> Files() => Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(At(name), text);
}
