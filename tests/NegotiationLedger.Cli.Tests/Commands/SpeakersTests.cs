using System.Text.Json;
using System.Text.Json.Nodes;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class SpeakersTests
{
    private const string Speaker = """
        {"speaker":"defector","position":"@60","identity":"named","name":"Ada Defector",
         "roles":[{"title":"Minister","party":"north","valid":"2025","sequence":3,"recordedAt":"2025-08-01T09:30:00.123456Z","recordedBy":"local"},
                  {"title":"Rebel","valid":"2026/..","sequence":9,"recordedAt":"2025-08-02T09:30:00.123456Z","recordedBy":"ada"}],
         "sequence":3,"recordedAt":"2025-08-01T09:30:00.123456Z","recordedBy":"local",
         "counts":{"records":10000,"negotiations":1,"corroborated":0,"disputed":0,"corrected":0,"retracted":0,"isAtLeast":true},
         "assertions":[{"id":"1","negotiation":"talks","sequence":5,"type":"statement_made","recordedAt":"2025-08-01T09:30:01.123456Z","recordedBy":"local",
           "headline":"North says that it waits","attribution":{"speaker":{"speaker":"defector","name":"Ada Defector","title":"Minister","party":"north"},
           "source":{"source":"report","title":"Report"},"mode":"attributed","assertedOn":"2025-03-01"},"fates":[]}],
         "next":"60.recorded.5..abcd","links":{}}
        """;

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void A_speaker_is_shown_with_the_roles_over_time_and_what_was_asserted(int width)
    {
        var flat = Print(Speaker, width).Flat;
        foreach (
            var told in new[]
            {
                "Ada Defector (defector)",
                "Minister, for north, 2025 2025-08-01 09:30:00Z by local",
                "Rebel, for no party, 2026/.. 2025-08-02 09:30:00Z by ada",
                "at least 10000 records in 1 negotiation",
                "There are more: --after 60.recorded.5..abcd",
                "position @60",
            }
        )
            flat.ShouldContain(told);
        "North says that it waits Report 2025-03-01 attributed".Split(' ').ShouldAllBe(word => flat.Contains(word));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(110)]
    public void No_line_is_wider_than_the_paper_and_what_others_wrote_moves_no_cursor(int width)
    {
        Print(Speaker, width).Lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(width);
        var node = JsonNode.Parse(Speaker)!;
        Spoiler.Spoil(node);
        Print(node.ToJsonString(), width).Text.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task Speakers_are_asked_for_and_listed()
    {
        await using var server = await StubServer.Answering(asked =>
            (
                200,
                asked.Target.StartsWith("/speakers/", StringComparison.Ordinal)
                    ? Speaker
                    : $$"""{"speakers":[{{Speaker}}],"position":"@9"}"""
            )
        );
        (await Ran.Ledger("speaker show defector --after 60.recorded.5..abcd --limit 1", server.Url)).Out.ShouldContain("Ada Defector");
        var list = await Ran.Ledger("speaker list --text ada --party north --identity named", server.Url);
        list.Out.ShouldContain("Minister, for north, 2025");
        server
            .Requests.Select(r => r.Target)
            .ShouldBe(["/speakers/defector?after=60.recorded.5..abcd&limit=1", "/speakers?text=ada&party=north&identity=named"]);
    }

    [Theory]
    [InlineData("source show nowhere")]
    [InlineData("speaker show nobody")]
    public async Task What_the_server_does_not_know_is_4(string commandLine)
    {
        await using var server = await StubServer.Answering(404, """{"title":"Not found.","detail":"There is none."}""");
        (await Ran.Ledger(commandLine, server.Url)).Code.ShouldBe(ExitCodes.NotFound);
    }

    private static Paper Print(string speaker, int width)
    {
        var paper = Paper.Pipe(width);
        ShowSpeaker.Show(paper.Page, JsonSerializer.Deserialize<JsonElement>(speaker));
        return paper;
    }
}
