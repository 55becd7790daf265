using NegotiationLedger.Cli;
using NegotiationLedger.Server.Tests.Support;
using NegotiationLedger.Testing;

namespace NegotiationLedger.Server.Tests.Access;

/// <summary><c>ledger key</c> at the terminal, against a server where everything needs a credential.</summary>
public sealed class KeyVerbTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    [Fact]
    public async Task A_key_is_made_listed_rotated_and_revoked()
    {
        var made = await Run("admin", "key", "create", "--role", "recorder", "--owner", "Night desk", "--expires", "2099-01-01");
        made.Code.ShouldBe(ExitCodes.Done, made.Said);
        var key = made.Said.Split('\n')[0].Trim();
        ApiKey.TryParse(key).ShouldNotBeNull(made.Said);
        (await Terminal.Run(guarded.Server, Variable(key), "list")).Code.ShouldBe(ExitCodes.Done);

        var id = ApiKey.TryParse(key)!.Id;
        var listed = (await Run("admin", "key", "list")).Said;
        foreach (var told in (string[])[id, "Night desk", "recorder", "accepted", "the admin"])
            listed.ShouldContain(told);
        listed.ShouldNotContain(key[16..]);

        var rotated = await Run("admin", "key", "rotate", id, "--overlap-hours", "24");
        var next = rotated.Said.Split('\n')[0].Trim();
        (await Terminal.Run(guarded.Server, Variable(key), "list")).Code.ShouldBe(ExitCodes.Done);
        (await Terminal.Run(guarded.Server, Variable(next), "list")).Code.ShouldBe(ExitCodes.Done);
        (await Run("admin", "key", "revoke", id)).Said.ShouldContain("has ended");
        (await Terminal.Run(guarded.Server, Variable(key), "list")).Code.ShouldBe(ExitCodes.Refused);
        (await Run("admin", "key", "revoke", "nothing")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Fact]
    public async Task Without_a_key_the_command_line_is_told_what_it_needs_and_with_a_smaller_one_who_could_do_it()
    {
        var none = await Terminal.Run(guarded.Server, "list");
        none.Code.ShouldBe(ExitCodes.Refused);
        none.Said.ShouldContain("LEDGER_KEY");
        var reader = await Run("reader", "key", "list");
        reader.Code.ShouldBe(ExitCodes.Refused);
        reader.Said.ShouldContain("admin");
    }

    [Fact]
    public async Task A_key_may_be_in_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, guarded.Key("reader").Text + "\n");
            (await Terminal.Run(guarded.Server, name => name == "LEDGER_KEY_FILE" ? file : null, "list")).Code.ShouldBe(ExitCodes.Done);
        }
        finally
        {
            File.Delete(file);
        }

        var missing = await Terminal.Run(guarded.Server, name => name == "LEDGER_KEY_FILE" ? file : null, "list");
        (missing.Code, missing.Said.Contains("LEDGER_KEY_FILE", StringComparison.Ordinal)).ShouldBe((ExitCodes.WrongUsage, true));
    }

    [Theory]
    [InlineData("key create", "--role and --owner")]
    [InlineData("key create --role reader", "--role and --owner")]
    [InlineData("key create --role reader --owner a --data /tmp", "--first alone")]
    [InlineData("key create --first --role reader", "admin")]
    [InlineData("key create --first --owner local", "local")]
    [InlineData("key create --first --expires 2001-01-01", "past")]
    public async Task What_makes_no_key_is_told_before_anybody_is_asked(string line, string words)
    {
        var (code, said) = await Terminal.Run(guarded.Server, line.Split(' '));
        code.ShouldBe(ExitCodes.WrongUsage, said);
        said.ShouldContain(words);
    }

    [Fact]
    public async Task The_first_key_is_made_in_the_database_while_no_admins_is_accepted_and_by_one_of_many_at_once()
    {
        await using var database = await guarded.Postgres.CreateDatabase();
        string? Variable(string name) => name == "LEDGER_POSTGRES" ? database.WriterConnectionString : null;
        var runs = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Terminal.Run(guarded.Server, Variable, "key", "create", "--first", "--owner", "chief"))
        );
        runs.Select(r => r.Code).Order().ShouldBe([ExitCodes.Done, ExitCodes.Refused, ExitCodes.Refused, ExitCodes.Refused]);
        var key = ApiKey.TryParse(runs.Single(r => r.Code == ExitCodes.Done).Said.Split('\n')[0].Trim())!;
        await using var keys = new Store.Keys.KeyStore(database.WriterConnectionString, PostgresFixture.Schema);
        (await keys.List(CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe(key.Id);
        await keys.Revoke(key.Id, "test", CancellationToken.None);
        (await Terminal.Run(guarded.Server, Variable, "key", "create", "--first")).Code.ShouldBe(ExitCodes.Done);
    }

    private static Func<string, string?> Variable(string key) => name => name == "LEDGER_KEY" ? key : null;

    private Task<(int Code, string Said)> Run(string role, params string[] words) =>
        Terminal.Run(guarded.Server, Variable(guarded.Key(role).Text), words);
}
