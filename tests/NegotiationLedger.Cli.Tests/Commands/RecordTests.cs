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
        server.Requests.Single().ShouldBe(new Asked("POST", "/negotiations/doha-2025/developments", """{"type":"team_recalled"}""", null));
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
            {"op":"replace","path":"/phase/value","value":"in_session"},{"op":"replace","path":"/phase/since","value":"2025-07-28"},{"op":"remove","path":"/phase/contested"},
            {"op":"add","path":"/venue","value":{"value":"Cairo","since":"2025-07-28"}}],"demands":[]}}
            """
        );
        var ran = await Ran.Ledger("check - -n d", server.Url, "{}");
        ran.Code.ShouldBe(ExitCodes.Done);
        server.Requests.Single().Target.ShouldBe("/negotiations/d/developments?dryRun=true");
        ran.Out.ShouldContain("Nothing was written.");
        ran.Out.ShouldContain("~ /phase/value in session");
        ran.Out.ShouldContain("- /phase/contested");
        ran.Out.ShouldContain("+ /venue Cairo");
        ran.Out.ShouldContain("and 1 in dates");
        ran.Out.ShouldNotContain("demands");
    }
}
