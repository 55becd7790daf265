using System.Net;
using NegotiationLedger.Cli.Tests.Support;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary>A server where everything needs a credential, from its first key on.</summary>
public sealed class GuardedServeTests : IDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), "ledger-guarded-" + Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task It_starts_once_there_is_a_key_and_tells_how_to_make_one()
    {
        var without = await HostProcess.Run(
            [],
            "up",
            "--port",
            "0",
            "--data",
            _data,
            "--listen",
            "0.0.0.0",
            "--host",
            "ledger.example.org",
            "--proxy",
            "192.0.2.7"
        );
        without.Code.ShouldBe(ExitCodes.Refused);
        without.Said.ShouldContain("ledger key create --first");

        var first = await HostProcess.Run([], "key", "create", "--first", "--data", _data);
        first.Code.ShouldBe(ExitCodes.Done, first.Said);
        var key = first.Said.Split('\n').Single(l => l.StartsWith("nl_", StringComparison.Ordinal)).Trim();

        var nameless = await HostProcess.Run([], "up", "--port", "0", "--data", _data, "--listen", "0.0.0.0");
        nameless.Code.ShouldBe(ExitCodes.Refused);
        nameless.Said.ShouldContain("--host");

        var open = await HostProcess.Run([], "up", "--port", "0", "--data", _data, "--listen", "0.0.0.0", "--host", "ledger.example.org");
        open.Code.ShouldBe(ExitCodes.Refused);
        foreach (var remedy in (string[])["--certificate", "--proxy", "--insecure-http"])
            open.Said.ShouldContain(remedy);

        using var serving = await HostProcess.Start(
            ["up", "--port", "0", "--data", _data, "--listen", "0.0.0.0", "--insecure-http"],
            ("LEDGER_HOSTS", "ledger.example.org, other.example.org")
        );
        (await serving.Http.GetAsync("/negotiations", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        serving.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        (await serving.Http.GetAsync("/keys", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        // Beside the running server, in the same data.
        var second = await HostProcess.Run([], "key", "create", "--first", "--data", _data);
        second.Code.ShouldBe(ExitCodes.Refused);
        second.Said.ShouldContain("already");
        (await serving.Http.GetAsync("/keys", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await serving.Stop()).ShouldBe(0);
    }

    [Theory]
    [InlineData("--listen", "nowhere", "--listen")]
    [InlineData("--host", "https://ledger.example.org", "--host")]
    [InlineData("--proxy", "everyone", "--proxy")]
    [InlineData("--rate", "0", "--rate")]
    [InlineData("--certificate", "a.pem", "--certificate-key")]
    public async Task What_cannot_be_used_is_named_with_the_remedy(string option, string value, string named)
    {
        var (code, said) = await HostProcess.Run([], "up", "--port", "0", "--data", _data, option, value);
        code.ShouldBe(ExitCodes.WrongUsage, said);
        said.ShouldContain(named);
    }

    [Theory]
    [InlineData("ISSUER", "http://id.example.org", "https")]
    [InlineData("AUDIENCE", "", "LEDGER_OIDC_AUDIENCE")]
    [InlineData("ROLES", "editors=emperor", "editors=emperor")]
    [InlineData("ROLES", "editors", "editors")]
    [InlineData("TOKEN_TYPE", "jwt", "at+jwt")]
    [InlineData("RSA_BITS", "1024", "from 2048")]
    public async Task An_issuer_that_cannot_be_used_is_named_with_the_remedy(string name, string value, string named)
    {
        var (code, said) = await HostProcess.Run(
            [("LEDGER_OIDC_ISSUER", "https://id.example.org"), ("LEDGER_OIDC_AUDIENCE", "ledger"), ($"LEDGER_OIDC_{name}", value)],
            "up",
            "--port",
            "0",
            "--data",
            _data
        );
        code.ShouldBe(ExitCodes.WrongUsage, said);
        said.ShouldContain(named);
    }
}
