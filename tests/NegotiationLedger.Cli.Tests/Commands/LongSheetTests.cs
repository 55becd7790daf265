using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class LongSheetTests : IDisposable
{
    private const string Answer =
        """{"negotiation":"doha-2025","version":5,"position":"@9","dryRun":false,"totals":{"rows":5,"recorded":3,"known":2},"rows":[]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-long-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_sheet_is_cut_between_rows_and_every_part_has_the_header()
    {
        var text = "A title\nNo;Text\n" + string.Concat(Enumerable.Range(0, 25_000).Select(i => $"{i};\"line\nof {i}\"\n"));
        var parts = SheetParts.Of(new StringReader(text), ["No", "Text"]).ToList();
        parts.Select(p => p.Rows).ShouldBe([10_000, 10_000, 5_000]);
        parts.Select(p => p.FirstLine).ShouldBe([3, 20_003, 40_003]);
        parts.ShouldAllBe(p => p.Csv.StartsWith("No;Text\n", StringComparison.Ordinal));
        string.Concat(parts.Select(p => p.Csv["No;Text\n".Length..])).ShouldBe(text["A title\nNo;Text\n".Length..]);
        SheetParts.Count(new StringReader(text)).ShouldBe(25_001);
    }

    [Fact]
    public void A_sheet_without_a_header_is_cut_as_it_is() =>
        SheetParts
            .Of(new StringReader(string.Concat(Enumerable.Range(0, 10_001).Select(i => $"{i}\n"))), columns: null)
            .Select(p => (p.FirstLine, p.Rows, p.Csv.Split('\n')[0]))
            .ShouldBe([(1, 10_000, "0"), (10_001, 1, "10000")]);

    [Fact]
    public async Task Each_part_is_sent_with_its_line_and_what_became_of_all_is_told_together()
    {
        await using var server = await StubServer.Answering(201, Answer);
        var ran = await Load("", server);
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        server.Requests.Count.ShouldBe(3);
        server.Requests.Select(r => JsonNode.Parse(r.Body)!["firstLine"]!.GetValue<int>()).ShouldBe([2, 10_002, 20_002]);
        ran.Out.ShouldContain("15 rows, 9 recorded, 6 already there");
        ran.Error.ShouldContain("rows 20001/20001");
    }

    [Fact]
    public async Task A_part_that_is_refused_ends_the_load_and_what_was_written_is_told()
    {
        await using var server = await StubServer.Answering(400, $$"""{"title":"Rows cannot be recorded.","import":{{Answer}}}""");
        var ran = await Load("", server);
        ran.Code.ShouldBe(ExitCodes.Refused);
        server.Requests.ShouldHaveSingleItem();
        ran.Out.ShouldContain("those before it were");
    }

    [Fact]
    public async Task What_is_missing_cannot_be_said_of_a_part()
    {
        await using var server = await StubServer.Answering(201, Answer);
        var ran = await Load("--revise --retract-missing", server);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edition_is_named_on_the_command_line_and_the_one_of_the_map_is_an_earlier_one()
    {
        await File.WriteAllTextAsync(At("short.csv"), "No,Text\n1,a\n");
        await File.WriteAllTextAsync(
            At("edition.json"),
            """{"negotiation":"doha-2025","key":"No","fields":{"/attribution/source":"first"}}"""
        );
        await using var server = await StubServer.Answering(201, Answer);
        var ran = await Ran.Ledger($"load {At("short.csv")} --map {At("edition.json")} --source second --revise", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        var body = JsonNode.Parse(server.Requests.ShouldHaveSingleItem().Body)!;
        body["revise"]!.GetValue<bool>().ShouldBeTrue();
        body["map"]!["fields"]!["/attribution/source"]!.GetValue<string>().ShouldBe("second");
        body["map"]!["editions"]!.ToJsonString().ShouldBe("""["first"]""");
    }

    [Fact]
    public async Task A_map_is_proposed_from_the_header_and_the_first_rows()
    {
        await File.WriteAllTextAsync(
            At("talks.csv"),
            "The desk's sheet;;;;\nID;Date;Event;Who;Text\n1;24/07/2025;Rejection of the proposal;Hamas;No\n2;03/04/2025;Statement;Israel;Yes\n"
        );
        await using var server = await StubServer.Answering(500, "{}");
        var ran = await Ran.Ledger($"map {At("talks.csv")}", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        var map = JsonNode.Parse(ran.Out)!;
        map["key"]!.GetValue<string>().ShouldBe("ID");
        map["dates"]!.ToJsonString().ShouldBe("""["dd/MM/yyyy"]""");
        map["fields"]!["/type"]!["values"]!["Rejection of the proposal"]!.GetValue<string>().ShouldBe("proposal_rejected");
        map["fields"]!["/by"]!["column"]!.GetValue<string>().ShouldBe("Who");
        map["note"]!.GetValue<string>().ShouldContain("/proposal");
        server.Requests.ShouldBeEmpty();
    }

    private Task<Ran> Load(string options, StubServer server)
    {
        File.WriteAllText(At("long.csv"), "No,Text\n" + string.Concat(Enumerable.Range(0, 20_001).Select(i => $"{i},a\n")));
        File.WriteAllText(
            At("map.json"),
            """
            {"negotiation":"doha-2025","key":"No","fields":{"/type":"statement_made","/occurred":"2025","/text":{"column":"Text"},
              "/attribution/source":"report","/attribution/mode":"observed","/attribution/assertedOn":"2025"}}
            """
        );
        return Ran.Ledger($"load {At("long.csv")} --map {At("map.json")} {options}", server.Url);
    }

    private string At(string name) => Path.Combine(_folder, name);
}
