using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class SourcesTests
{
    private const string Description =
        """{"source":"statements","kind":"transcript","title":"Statements of 24 July","publisher":"The Gate"}""";

    private const string Source = """
        {"source":"statements","position":"@60","description":{"source":"statements","kind":"transcript","title":"Statements of 24 July","publisher":"The Gate",
         "textSha256":"b6285c57e8797db5d4c51c80d6f11938afda9b11c6a003549709189e9b4b92a2"},
         "sequence":54,"recordedAt":"2025-08-01T09:30:00.123456Z","recordedBy":"local",
         "corrections":[{"id":"x","sequence":55,"recordedAt":"2025-08-02T09:30:00.123456Z","recordedBy":"ada","patch":{"publisher":"The Gate","author":null},"reason":"A slip"}],
         "text":"The envoy 🕊 said: we wait,\nand we watch the river.",
         "quotes":[
          {"event":"01","sequence":56,"negotiation":"river-talks","speaker":"envoy","exact":"we wait, and we watch","start":18,"end":39,"check":"verified","isRetracted":false},
          {"event":"02","sequence":57,"negotiation":"river-talks","exact":"watch the river","start":34,"end":49,"check":"verified","isRetracted":true},
          {"event":"03","sequence":58,"negotiation":"hill-talks","speaker":"aide","exact":"never said","check":"unverified","isRetracted":false}],
         "passages":[],"counts":{"records":3,"negotiations":2,"corroborated":0,"disputed":1,"corrected":0,"retracted":1,"isAtLeast":false},"next":58,"links":{}}
        """;

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void A_source_is_shown_with_its_corrections_and_its_quotes_in_place(int width)
    {
        var paper = Print(Source, width, isScreen: false);
        paper.Lines.ShouldContain("The envoy 🕊 said: [1:we wait,");
        paper.Lines.ShouldContain("and we [2:watch:1] the river:2].");
        foreach (
            var told in new[]
            {
                "Statements of 24 July (statements)",
                "The Gate",
                "held, SHA-256",
                "2025-08-01 09:30:00Z by local",
                "publisher is The Gate, author removed",
                "(A slip)",
                "by ada",
                "3 records in 2 negotiations, 1 disputed, 1 retracted",
                "\"watch the river\"",
                "(record withdrawn)",
                "the source itself",
                "unplaced",
                "ledger audit --source statements",
                "position @60",
            }
        )
            told.Split(' ').ShouldAllBe(word => paper.Text.Contains(word), told);
    }

    [Fact]
    public void A_quote_in_parts_is_marked_part_by_part_and_one_that_the_text_lacks_is_named()
    {
        var parted = Source
            .Replace(
                "\"start\":18,\"end\":39",
                "\"start\":18,\"end\":49,\"page\":\"4\",\"spans\":[{\"start\":18,\"end\":25},{\"start\":34,\"end\":49}]",
                StringComparison.Ordinal
            )
            .Replace("\"unverified\"", "\"missing\"", StringComparison.Ordinal);
        var paper = Print(parted, 120, isScreen: false);
        paper.Lines.ShouldContain("The envoy 🕊 said: [1:we wait:1],");
        paper.Text.ShouldContain(":2]:1].");
        paper.Text.ShouldContain("page 4");
        paper.Text.ShouldContain("not in the text");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(90)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_paper_and_what_others_wrote_moves_no_cursor(int width)
    {
        foreach (var isScreen in new[] { false, true })
        {
            Print(Source, width, isScreen).Lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(width);
            var node = JsonNode.Parse(Source)!;
            Spoiler.Spoil(node);
            var paper = Print(node.ToJsonString(), width, isScreen);
            paper.Text.ShouldNotContain('\u001b');
            paper.Text.ShouldNotContain('\u202e');
        }
    }

    [Fact]
    public void Quotes_that_begin_and_end_at_one_place_are_closed_before_others_are_opened() =>
        QuotedLines.Of("abcdef", [Quote(0, 3), Quote(0, 2), Quote(3, 6)]).ShouldHaveSingleItem().ShouldBe("[1:[2:ab:2]c:1][3:def:3]");

    [Fact]
    public async Task A_source_is_asked_for_by_its_id()
    {
        await using var server = await StubServer.Answering(200, Source);
        (await Ran.Ledger("source show statements", server.Url)).Out.ShouldContain("Statements of 24 July");
        (await Ran.Ledger("source show statements --json", server.Url)).Out.TrimEnd().ShouldBe(Source.TrimEnd());
        server.Requests.ShouldAllBe(r => r.Method == "GET" && r.Target == "/sources/statements");
    }

    [Fact]
    public async Task Sources_are_listed_with_what_they_are_searched_by()
    {
        await using var server = await StubServer.Answering(
            200,
            """{"sources":[{"source":"statements","description":{"kind":"transcript","title":"Statements of 24 July","publisher":"The Gate","published":"2025-07-24"}}],"next":"statements","position":"@9"}"""
        );
        var ran = await Ran.Ledger("source list --text river --kind transcript --publisher Gate --after a --limit 1", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        server.Requests.Single().Target.ShouldBe("/sources?text=river&kind=transcript&publisher=Gate&after=a&limit=1");
        foreach (var told in new[] { "statements", "transcript", "Statements of 24 July", "The Gate", "2025-07-24", "--after statements" })
            ran.Out.ShouldContain(told);
    }

    [Theory]
    [InlineData(201, "Registered as statements")]
    [InlineData(200, "Already registered as statements")]
    public async Task A_source_is_registered_and_it_is_told_whether_it_was_there(int status, string told)
    {
        await using var server = await StubServer.Answering(status, Source);
        var ran = await Ran.Ledger("source add -", server.Url, Description);
        ran.Code.ShouldBe(ExitCodes.Done, ran.Error);
        ran.Out.ShouldContain(told);
        server.Requests.Single().ShouldBe(new Asked("POST", "/sources", Description, null));
    }

    [Theory]
    [InlineData("Zwölf.\r\nThe  river 🕊\n", false)]
    [InlineData("Zwölf.\r\nThe  river 🕊\n", true)]
    public async Task The_text_is_sent_as_the_file_has_it_but_for_a_byte_order_mark(string text, bool hasMark)
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.File("t.txt"), text, new UTF8Encoding(hasMark), TestContext.Current.CancellationToken);
        await using var server = await StubServer.Answering(201, Source);
        (await Ran.Ledger($"source add - --text {folder.File("t.txt")}", server.Url, Description)).Code.ShouldBe(ExitCodes.Done);
        var sent = JsonNode.Parse(server.Requests.Single().Body)!;
        sent["text"]!.GetValue<string>().ShouldBe(text);
        sent["title"]!.GetValue<string>().ShouldBe("Statements of 24 July");
    }

    [Fact]
    public async Task A_text_in_another_encoding_is_not_sent()
    {
        using var folder = new Folder();
        await File.WriteAllBytesAsync(folder.File("t.txt"), Encoding.Latin1.GetBytes("Zwölf."), TestContext.Current.CancellationToken);
        await using var server = await StubServer.Answering(201, Source);
        var ran = await Ran.Ledger($"source add - --text {folder.File("t.txt")}", server.Url, Description);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain("UTF-8");
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("source add - --text -", "{}", "standard input")]
    [InlineData("source add -", "[]", "one source")]
    [InlineData("source add -", "{", "not JSON")]
    [InlineData("source add - --text /nowhere/at/all", "{}", "/nowhere/at/all")]
    [InlineData("source add - --text x", """{"text":"a"}""", "text of its own")]
    [InlineData("source add", "", "See ledger source add --help.")]
    [InlineData("source show", "", "See ledger source show --help.")]
    [InlineData("source", "", "See ledger source --help.")]
    [InlineData("speaker", "", "See ledger speaker --help.")]
    [InlineData("source rename a", "", "rename")]
    public async Task What_cannot_be_asked_is_wrong_usage(string commandLine, string input, string word)
    {
        await using var server = await StubServer.Answering(201, Source);
        var ran = await Ran.Ledger(commandLine, server.Url, input);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain(word);
        server.Requests.ShouldBeEmpty();
    }

    private static Paper Print(string source, int width, bool isScreen)
    {
        var paper = isScreen ? Paper.Screen(width) : Paper.Pipe(width);
        ShowSource.Show(paper.Page, JsonSerializer.Deserialize<JsonElement>(source));
        return paper;
    }

    private static JsonElement Quote(int start, int end) =>
        JsonSerializer.SerializeToElement(
            new
            {
                start,
                end,
                check = "verified",
            }
        );
}
