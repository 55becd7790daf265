using Microsoft.AspNetCore.Http;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

public sealed class ProjectionsTests
{
    private const string Running =
        """{"name":"AuditTrail","codeVersion":1,"state":"running","position":90,"head":90,"lag":0,"lagSeconds":0,"failures":0,"failed":[]}""";

    private const string Failing =
        """{"name":"Views","codeVersion":9,"state":"failing","position":40,"head":90,"lag":50,"lagSeconds":7.25,"failures":1,"failed":[{"negotiation":"doha","since":"2025-07-28T00:00:00.000000Z","attempts":3,"version":4,"error":"JsonException: No."}]}""";

    private const string Rebuilding =
        """{"name":"Views","codeVersion":9,"state":"rebuilding","position":90,"head":90,"lag":0,"lagSeconds":0,"left":45,"failures":0,"failed":[]}""";

    [Fact]
    public async Task They_are_listed_with_lag_and_what_fails_and_how_to_try_again()
    {
        await using var server = await StubServer.Answering(200, $$"""{"projections":[{{Running}},{{Failing}}]}""");
        var ran = await Ran.Ledger("projections", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain("running");
        ran.Out.ShouldContain("7.3 s");
        ran.Out.ShouldContain("doha");
        ran.Out.ShouldContain("JsonException: No.");
        ran.Out.ShouldContain("ledger projections retry Views");
    }

    [Theory]
    [InlineData(2, "retries 2 of its negotiations.")]
    [InlineData(0, "has nothing to retry.")]
    public async Task What_fails_is_tried_again(int negotiations, string said)
    {
        await using var server = await StubServer.Answering(200, $$"""{"name":"Views","negotiations":{{negotiations}}}""");
        var ran = await Ran.Ledger("projections retry Views", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain(said);
        server.Requests.Single().Target.ShouldBe("/projections/Views/retry");
    }

    [Fact]
    public async Task A_rebuild_is_watched_until_it_is_done()
    {
        var asked = 0;
        await using var server = await StubServer.Answering(request =>
            request.Method == "POST" ? (200, """{"name":"Views","negotiations":45}""")
            : ++asked < 3 ? (200, $$"""{"projections":[{{Rebuilding}}]}""")
            : (200, $$"""{"projections":[{{Running}}]}""")
        );
        var ran = await Ran.Ledger("projections rebuild Views", server.Url);
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain("Rebuilt: Views.");
        server.Requests.First().Target.ShouldBe("/projections/Views/rebuild");
    }

    [Theory]
    [InlineData("""{"differences":0}""", ExitCodes.Done, "No differences from the log")]
    [InlineData(
        "{\"place\":\"mt_doc_talksstatus\",\"negotiation\":\"doha\",\"how\":\"differs from a fresh fold\"}\n{\"differences\":1}",
        ExitCodes.Refused,
        "Views of doha: mt_doc_talksstatus differs from a fresh fold"
    )]
    [InlineData("", ExitCodes.Unreachable, "did not finish")]
    public async Task A_check_names_what_differs_and_says_when_it_is_not_whole(string lines, int code, string said)
    {
        await using var server = await StubServer.Responding(
            async (asked, response) =>
            {
                response.ContentType = "application/x-ndjson";
                await response.WriteAsync(lines);
            }
        );
        var ran = await Ran.Ledger("projections check Views", server.Url);
        ran.Code.ShouldBe(code);
        (ran.Out + ran.Error).ShouldContain(said);
        server.Requests.Single().Target.ShouldBe("/projections/Views/check");
    }
}
