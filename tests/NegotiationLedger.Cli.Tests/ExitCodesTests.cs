using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests;

public sealed class ExitCodesTests
{
    private const string Refusal =
        """{"type":"about:blank","title":"What was sent cannot be recorded.","status":400,"detail":"2 things are wrong.","errors":[{"pointer":"/by","detail":"The party 'x' is unknown."},{"pointer":"/occurred","detail":"No date."}]}""";

    [Theory]
    [InlineData(400, ExitCodes.Refused)]
    [InlineData(401, ExitCodes.Refused)]
    [InlineData(404, ExitCodes.NotFound)]
    [InlineData(409, ExitCodes.Refused)]
    [InlineData(412, ExitCodes.Refused)]
    [InlineData(500, ExitCodes.Refused)]
    public async Task A_refusal_shows_its_problem_and_each_place(int status, int code)
    {
        await using var server = await StubServer.Answering(status, Refusal);
        var ran = await Ran.Ledger("status doha-2025", server.Url);
        ran.Code.ShouldBe(code);
        ran.Out.ShouldBe("");
        ran.Error.ShouldContain("What was sent cannot be recorded.");
        ran.Error.ShouldContain("2 things are wrong.");
        ran.Error.ShouldContain("/by The party 'x' is unknown.");
        ran.Error.ShouldContain("/occurred No date.");
    }

    [Theory]
    [InlineData(200, "<html>\u001b[31m")]
    [InlineData(502, "<html>\u001b[31m")]
    [InlineData(302, "")]
    public async Task Something_that_is_no_ledger_is_told_apart(int status, string body)
    {
        await using var server = await StubServer.Answering(status, body);
        var ran = await Ran.Ledger("status doha-2025", server.Url);
        ran.Code.ShouldBe(ExitCodes.Refused);
        ran.Error.ShouldContain("The server answered");
        ran.Error.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task Nobody_at_the_url_is_told_with_what_to_do()
    {
        var ran = await Ran.Ledger("status doha-2025", "http://127.0.0.1:1");
        ran.Code.ShouldBe(ExitCodes.Unreachable);
        ran.Error.ShouldContain("No ledger answers at http://127.0.0.1:1/");
        ran.Error.ShouldContain("ledger up");
    }

    [Theory]
    [InlineData("")]
    [InlineData("statsu doha-2025")]
    [InlineData("status")]
    [InlineData("status doha-2025 --colour")]
    [InlineData("status doha-2025 --url ftp://x")]
    [InlineData("load /nowhere/at/all")]
    [InlineData("record /nowhere/at/all -n doha-2025")]
    [InlineData("record file.json")]
    [InlineData("up --port 70000")]
    [InlineData("up --data a --postgres b")]
    public async Task A_command_line_that_cannot_be_used_is_2(string commandLine)
    {
        var ran = await Ran.Ledger(commandLine);
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldNotBeEmpty();
        ran.Out.ShouldBe("");
    }

    [Theory]
    [InlineData("LEDGER_URL", "localhost:5080")]
    [InlineData("LEDGER_KEY", "two words")]
    public async Task A_variable_that_cannot_be_used_is_named(string name, string value)
    {
        var ran = await Ran.Ledger("list", name == "LEDGER_URL" ? value : null, variables: (name, value));
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        ran.Error.ShouldContain(name);
    }

    [Theory]
    [InlineData(200, ExitCodes.Done)]
    [InlineData(503, ExitCodes.Refused)]
    public async Task Health_is_that_of_the_server(int status, int code)
    {
        await using var server = await StubServer.Answering(status, "{}");
        (await Ran.Ledger("health", server.Url)).Code.ShouldBe(code);
        server.Requests.Single().Target.ShouldBe("/health/ready");
    }

    [Theory]
    [InlineData("up")]
    [InlineData("load")]
    [InlineData("record")]
    [InlineData("check")]
    [InlineData("status")]
    [InlineData("demands")]
    [InlineData("proposals")]
    [InlineData("matrix")]
    [InlineData("timeline")]
    [InlineData("history")]
    [InlineData("list")]
    [InlineData("audit")]
    [InlineData("source")]
    [InlineData("source add")]
    [InlineData("source show")]
    [InlineData("source list")]
    [InlineData("speaker")]
    [InlineData("speaker show")]
    [InlineData("speaker list")]
    [InlineData("health")]
    public async Task The_help_of_each_verb_has_examples_and_exit_codes(string verb)
    {
        var ran = await Ran.Ledger($"{verb} --help");
        ran.Code.ShouldBe(ExitCodes.Done);
        ran.Out.ShouldContain($"Examples:{Environment.NewLine}  ");
        ran.Out.ShouldContain($"ledger {verb}");
        ran.Out.ShouldContain("3    no server answers at the URL");
    }
}
