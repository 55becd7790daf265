using NegotiationLedger.Cli;
using NegotiationLedger.Cli.Tests.Support;
using NegotiationLedger.Store;
using Npgsql;

namespace NegotiationLedger.Cli.Tests.Commands;

/// <summary><c>ledger migrate</c> as owner, then <c>ledger serve</c> as a role that cannot change what was recorded.</summary>
public sealed class ServeTests : IAsyncLifetime
{
    private EmbeddedPostgres _postgres = null!;
    private readonly string _name = "ledger_serve_" + Guid.NewGuid().ToString("n")[..12];

    public async ValueTask InitializeAsync() => _postgres = await EmbeddedPostgres.Start(new() { Temporary = true, Durable = false });

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task A_server_starts_without_the_owner_once_the_schema_is_migrated_and_not_before()
    {
        await Ask($"create role {_name}_o login createrole password 'apple'");
        await Ask($"create database {_name} owner {_name}_o");
        await Ask($"revoke all on database {_name} from public");
        await Ask($"create role {_name}_s login password 'pear'");
        await Ask($"grant connect on database {_name} to {_name}_s");
        var (owner, server) = (As($"{_name}_o", "apple"), As($"{_name}_s", "pear"));

        var early = await HostProcess.Run([], "serve", "--port", "0", "--postgres", server);
        early.Code.ShouldBe(ExitCodes.Refused);
        early.Said.ShouldContain("ledger migrate");
        early.Said.ShouldContain("Every user of this machine can read the password");

        for (var run = 0; run < 2; run++)
        {
            var migrated = await HostProcess.Run([("LEDGER_POSTGRES_WRITER", server)], "migrate", "--postgres", owner);
            migrated.Code.ShouldBe(ExitCodes.Done, migrated.Said);
            migrated.Said.ShouldContain($"version {LedgerSchema.Version}");
            migrated.Said.ShouldNotContain("pear");
        }

        var asOwner = await HostProcess.Run([], "serve", "--port", "0", "--postgres", owner);
        asOwner.Code.ShouldBe(ExitCodes.Refused);
        asOwner.Said.ShouldContain($"{_name}_s");

        using var secret = new Folder();
        var file = secret.File("password");
        await File.WriteAllTextAsync(file, "pear\n", TestContext.Current.CancellationToken);
        using var serving = await HostProcess.Start(
            ["serve", "--port", "0", "--postgres", As($"{_name}_s", null)],
            ("LEDGER_POSTGRES_PASSWORD_FILE", file)
        );
        (await serving.Http.GetAsync("/health/live", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
        (await serving.Stop()).ShouldBe(0);
    }

    private string As(string role, string? password) =>
        new NpgsqlConnectionStringBuilder(_postgres.SuperuserConnectionString)
        {
            Database = _name,
            Username = role,
            Password = password,
            Pooling = false,
        }.ConnectionString;

    // Tests write their statements as constants.
#pragma warning disable CA2100
    private async Task Ask(string statement)
    {
        await using var connection = new NpgsqlConnection(_postgres.SuperuserConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
#pragma warning restore CA2100
}
