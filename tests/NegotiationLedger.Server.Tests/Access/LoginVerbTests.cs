using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NegotiationLedger.Cli;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary><c>ledger login</c> and <c>logout</c> at the terminal, against a server where everything needs a credential.</summary>
public sealed class LoginVerbTests : IClassFixture<GuardedServer>, IDisposable
{
    private readonly GuardedServer _guarded;
    private readonly string _home = Directory.CreateTempSubdirectory("ledger-login-").FullName;

    public LoginVerbTests(GuardedServer guarded) => _guarded = guarded;

    private string KeysFile => Path.Combine(_home, "ledger", "keys.json");

    private string Url => _guarded.Server.Http.BaseAddress!.ToString();

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_key_is_tried_kept_for_its_owner_alone_used_and_forgotten()
    {
        var key = _guarded.Key("recorder").Text;
        var login = await Run(key + "\n", Url, [], "login");
        login.Code.ShouldBe(ExitCodes.Done, login.Said);
        foreach (var told in (string[])["the recorder", "recorder", KeysFile])
            login.Said.ReplaceLineEndings("").ShouldContain(told);
        login.Said.ShouldNotContain(key);
        JsonNode.Parse(await File.ReadAllTextAsync(KeysFile))![Url]!.GetValue<string>().ShouldBe(key);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(KeysFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await Run("", Url, [], "list")).Code.ShouldBe(ExitCodes.Done);
        (await Run("", Url.TrimEnd('/'), [], "list")).Code.ShouldBe(ExitCodes.Done);
        (await Run("", Url, [("LEDGER_KEY", "nl_another")], "list")).Code.ShouldBe(ExitCodes.Refused);
        (await Run("", Url, [("LEDGER_KEY", _guarded.Key("admin").Text)], "key", "list")).Code.ShouldBe(ExitCodes.Done);

        (await Run("", Url, [], "logout")).Said.ShouldContain("forgotten");
        (await Run("", Url, [], "list")).Code.ShouldBe(ExitCodes.Refused);
        (await Run("", Url, [], "logout")).Said.ShouldContain("No key is kept");
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_not_kept()
    {
        foreach (var wrong in (string[])["nl_none", ApiKey.New().Text])
            (await Run(wrong + "\n", Url, [], "login")).Code.ShouldBe(ExitCodes.Refused);
        (await Run("", Url, [], "login")).Code.ShouldBe(ExitCodes.WrongUsage);
        (await Run("a key with blanks\n", Url, [], "login")).Code.ShouldBe(ExitCodes.WrongUsage);
        File.Exists(KeysFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_is_sent_to_no_other_server_than_the_one_it_was_kept_for()
    {
        (await Run(_guarded.Key("admin").Text + "\n", Url, [], "login")).Code.ShouldBe(ExitCodes.Done);
        var heard = new List<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var other = builder.Build();
        other.Run(context =>
        {
            heard.Add(context.Request.Headers.Authorization.ToString());
            return context.Response.WriteAsync("{}");
        });
        await other.StartAsync(TestContext.Current.CancellationToken);
        await Run("", other.Urls.Single(), [], "key", "list");
        await Run("", Url.TrimEnd('/') + "/elsewhere/", [], "key", "list");
        heard.ShouldBe([""]);
    }

    [Fact]
    public async Task A_file_that_others_may_read_or_that_is_broken_is_told()
    {
        if (OperatingSystem.IsWindows())
            return;
        (await Run(_guarded.Key("reader").Text + "\n", Url, [], "login")).Code.ShouldBe(ExitCodes.Done);
        File.SetUnixFileMode(KeysFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var open = await Run("", Url, [], "list");
        (open.Code, open.Said.Contains("chmod 600", StringComparison.Ordinal)).ShouldBe((ExitCodes.WrongUsage, true), open.Said);
        File.SetUnixFileMode(KeysFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(KeysFile, "[");
        (await Run("", Url, [], "list")).Code.ShouldBe(ExitCodes.WrongUsage);
    }

    private async Task<(int Code, string Said)> Run(
        string typed,
        string url,
        (string Name, string Value)[] environment,
        params string[] words
    )
    {
        string? Variable(string name) => name == "XDG_CONFIG_HOME" ? _home : environment.FirstOrDefault(v => v.Name == name).Value;
        await using var output = new StringWriter();
        using var input = new StringReader(typed);
        var paper = Surroundings.Open(output, isPipe: true, Variable);
        var surroundings = new Surroundings(input, output, paper, paper, IsTerminal: false, Variable);
        var code = await CommandLine.Run([.. words, "--url", url], surroundings, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
