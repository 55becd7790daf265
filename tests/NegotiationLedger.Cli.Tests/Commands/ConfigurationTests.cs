using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ConfigurationTests : IDisposable
{
    private const string Status = """{"negotiation":"doha-2025","answer":{}}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-configuration-");

    private string File => Path.Combine(_folder.FullName, "ledger", "config.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_file_says_the_server_the_key_and_the_negotiation_unless_said_otherwise()
    {
        await using var server = await StubServer.Answering(200, Status);
        Write($$"""{"url": "{{server.Url}}", "key": "nl_secret", "negotiation": "doha-2025", }""");

        (await Run("status --json")).Code.ShouldBe(ExitCodes.Done);
        server.Requests.Last().Target.ShouldBe("/negotiations/doha-2025/status");
        server.Requests.Last().Authorization.ShouldBe("Bearer nl_secret");
        (await Run("status other --json")).Code.ShouldBe(ExitCodes.Done);
        server.Requests.Last().Target.ShouldBe("/negotiations/other/status");
        (await Run("history --json", ("LEDGER_NEGOTIATION", "third"))).Code.ShouldBe(ExitCodes.Done);
        server.Requests.Last().Target.ShouldBe("/negotiations/third/history");
        (await Run("check - --json", input: "[]")).Code.ShouldBe(ExitCodes.Done);
        server.Requests.Last().Target.ShouldBe("/negotiations/doha-2025/developments?dryRun=true");
    }

    [Theory]
    [InlineData("{", "no JSON object of texts")]
    [InlineData("[]", "no JSON object of texts")]
    [InlineData("""{"url": 7}""", "no JSON object of texts")]
    [InlineData("""{"uri": "x"}""", "'uri', which is not known: url, key, negotiation, zone are")]
    public async Task A_file_that_cannot_be_used_is_named(string text, string complaint)
    {
        Write(text);
        var ran = await Run("status doha-2025");
        ran.Code.ShouldBe(ExitCodes.WrongUsage);
        Flat(ran.Error).ShouldContain(complaint);
    }

    [Theory]
    [InlineData("http://ledger.example.org:5080", true)]
    [InlineData("https://ledger.example.org", false)]
    [InlineData("http://127.0.0.1:5080", false)]
    [InlineData("http://localhost", false)]
    public void A_key_that_goes_out_for_all_to_read_is_warned_of(string url, bool isWarned) =>
        (LedgerClient.WarningOf(new(url)) is not null).ShouldBe(isWarned);

    [Fact]
    public async Task A_key_that_others_may_read_is_not_used()
    {
        Write("""{"key": "nl_secret"}""");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Flat((await Run("status doha-2025")).Error).ShouldContain("chmod 600");
    }

    [Fact]
    public async Task A_file_that_is_named_must_be_there() =>
        Flat((await Run("status doha-2025", ("LEDGER_CONFIG", "/nowhere/config.json"))).Error).ShouldContain("does not exist");

    [Fact]
    public async Task Without_a_negotiation_anywhere_one_is_asked_for() => (await Run("status")).Code.ShouldBe(ExitCodes.WrongUsage);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task<Ran> Run(string line, params (string, string)[] variables) => Run(line, "", variables);

    private Task<Ran> Run(string line, string input, params (string, string)[] variables) =>
        Ran.Ledger(line, null, input, [("XDG_CONFIG_HOME", _folder.FullName), .. variables]);

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, text);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
