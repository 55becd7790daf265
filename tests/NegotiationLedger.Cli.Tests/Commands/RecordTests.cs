using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class RecordTests
{
    [Fact]
    public async Task Standard_input_is_sent_and_the_record_shown()
    {
        await using var server = await StubServer.Answering(
            201,
            """{"records":[{"id":"01983d97-9100-76d3-baf4-8adfc3393e3c","sequence":59,"version":42,"type":"team_recalled","warnings":[{"code":"recalled_without_team","detail":"No record says it was sent."}]}]}"""
        );
        var ran = await Ran.Ledger("record - --negotiation doha-2025", server.Url, """{"type":"team_recalled"}""");
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain("Recorded.");
        ran.Out.ShouldContain("01983d97-9100-76d3-baf4-8adfc3393e3c");
        ran.Out.ShouldContain("No record says it was sent.");
        ran.Out.ShouldContain("@59 #42");
        // Its id is made from what it says.
        var sent = """{"type":"team_recalled","id":"00000000-0001-76d8-b4dc-a8bfbbba104a"}""";
        server.Requests.Single().ShouldBe(new Asked("POST", "/negotiations/doha-2025/developments", sent, null));
    }

    [Fact]
    public async Task What_is_meant_again_is_sent_as_it_is()
    {
        await using var server = await StubServer.Answering(201, """{"records":[]}""");
        await Ran.Ledger("record - --negotiation doha-2025 --again", server.Url, """{"type":"team_recalled"}""");
        server.Requests.Single().Body.ShouldBe("""{"type":"team_recalled"}""");
    }

    [Fact]
    public async Task The_same_again_says_that_nothing_was_written()
    {
        await using var server = await StubServer.Answering(200, """{"records":[]}""");
        (await Ran.Ledger("record - -n d", server.Url, "[]")).Out.ShouldContain("nothing was written");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("\"text\"")]
    public async Task What_is_no_development_is_not_sent(string input)
    {
        await using var server = await StubServer.Answering(201, "{}");
        (await Ran.Ledger("record - -n d", server.Url, input)).Code.ShouldBe(ExitCodes.WrongUsage);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_check_asks_for_a_dry_run_and_shows_what_would_change()
    {
        await using var server = await StubServer.Answering(
            200,
            """
            {"records":[{"id":"x","type":"talks_resumed","warnings":[]}],"changes":{"status":[
            {"op":"replace","path":"/phase/value","value":"in_session"}],"proposals":[],"demands":[]},
            "words":{"status":["Phase: in session, no longer collapsed","Venue: Cairo"],"proposals":["Venue: Cairo"],"demands":[]}}
            """
        );
        var ran = await Ran.Ledger("check - -n d", server.Url, "{}");
        ran.Code.ShouldBe(ExitCodes.Done);
        server.Requests.Single().Target.ShouldBe("/negotiations/d/developments?dryRun=true");
        ran.Out.ShouldContain("Nothing was written.");
        ran.Out.ShouldContain("Phase: in session, no longer collapsed");
        ran.Out.Split("Venue: Cairo").Length.ShouldBe(2);
        ran.Out.ShouldNotContain("/phase");
        ran.Out.ShouldNotContain("demands");
    }

    [Theory]
    [InlineData("""[{"op":"replace","path":"/phase/since","value":"2025-07-28"}]""", "Only dates, accounts and records")]
    [InlineData("[]", "No view would change.")]
    public async Task A_check_says_when_nothing_that_is_told_would_change(string patch, string said)
    {
        await using var server = await StubServer.Answering(
            200,
            $$$"""{"records":[],"changes":{"status":{{{patch}}}},"words":{"status":[]}}"""
        );
        (await Ran.Ledger("check - -n d", server.Url, "{}")).Out.ShouldContain(said);
    }
}
