using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class LensOptionsTests
{
    [Theory]
    [InlineData("status d", "/negotiations/d/status")]
    [InlineData("demands d --occurred-until 2025-07-21", "/negotiations/d/demands?occurredUntil=2025-07-21")]
    [InlineData(
        "matrix d --asserted-until 2025-07-21T10:00:00+02:00",
        "/negotiations/d/matrix?assertedUntil=2025-07-21T10%3A00%3A00%2B02%3A00"
    )]
    [InlineData("timeline d --recorded-until @42", "/negotiations/d/timeline?recordedUntil=%4042")]
    [InlineData(
        "status d --occurred-until @01983d97-9100-76d3-baf4-8adfc3393e3c",
        "/negotiations/d/status?occurredUntil=%4001983d97-9100-76d3-baf4-8adfc3393e3c"
    )]
    [InlineData(
        "status d --according-to party:israel --according-to publisher:A&B",
        "/negotiations/d/status?accordingTo=party%3Aisrael&accordingTo=publisher%3AA%26B"
    )]
    [InlineData("proposals d --undisputed", "/negotiations/d/proposals?standing=undisputed")]
    [InlineData("status ../../keys", "/negotiations/..%2F..%2Fkeys/status")]
    [InlineData(
        "history d --type proposal_rejected --limit 5 --after 12 --json",
        "/negotiations/d/history?type=proposal_rejected&after=12&limit=5"
    )]
    [InlineData("list --phase collapsed --party israel --text x --limit 2", "/negotiations?phase=collapsed&party=israel&text=x&limit=2")]
    public async Task Options_become_the_question(string commandLine, string target)
    {
        await using var server = await StubServer.Answering(200, "{}");
        (await Ran.Ledger(commandLine, server.Url)).Code.ShouldBe(ExitCodes.Done);
        server.Requests.First().Target.ShouldBe(target);
    }

    [Fact]
    public async Task The_json_of_the_server_goes_through_a_pipe_as_it_came()
    {
        const string Body = """{"negotiation":"d" ,  "answer":{"x":"\u001b[31m"}}""";
        await using var server = await StubServer.Answering(200, Body);
        (await Ran.Ledger("status d --json", server.Url)).Out.TrimEnd().ShouldBe(Body);
    }

    [Fact]
    public async Task A_path_of_the_url_is_kept_and_the_key_is_sent()
    {
        await using var server = await StubServer.Answering(200, "{}");
        await Ran.Ledger($"list --url {server.Url}/behind/proxy", variables: ("LEDGER_KEY", "nl_secret"));
        server.Requests.Single().ShouldBe(new Asked("GET", "/behind/proxy/negotiations", "", "Bearer nl_secret"));
    }
}
