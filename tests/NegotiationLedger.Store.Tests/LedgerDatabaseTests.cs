using NegotiationLedger.Cli;
using NegotiationLedger.Testing;
using Npgsql;

namespace NegotiationLedger.Store.Tests;

/// <summary>The ledger's database and roles, in a private cluster and in a PostgreSQL of someone else's.</summary>
public sealed class LedgerDatabaseTests(PostgresFixture postgres)
{
    private readonly string _name = "ledger_roles_" + Guid.NewGuid().ToString("n")[..12];

    [Fact]
    public async Task Making_what_is_there_changes_nothing()
    {
        var made = await Ensure();
        (await Ensure()).ShouldBe(made);
        (await Ask(made.Owner, "select current_user || '@' || current_database()")).ShouldBe($"{_name}_o@{_name}");
        (await Ask(made.Writer, "select current_user::text")).ShouldBe($"{_name}_w");
    }

    [Fact]
    public async Task Nodes_that_start_together_make_one_database()
    {
        var made = await Task.WhenAll(Ensure(), Ensure(), Ensure());
        made.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_writer_can_neither_make_tables_nor_take_the_owners_rights()
    {
        var made = await Ensure();
        (await Refused(made.Writer, "create table public.mine ()")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Refused(made.Writer, $"set role {_name}_o")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task In_someone_elses_PostgreSQL_a_writer_is_made_when_it_may_be()
    {
        await Ask(postgres.SuperuserConnectionString, $"create role {_name}_a login createrole password 'apple'");
        await Ask(postgres.SuperuserConnectionString, $"create database {_name} owner {_name}_a");
        var opened = await LedgerDatabase.Open(As($"{_name}_a", "apple"));
        opened.WriterRole.ShouldBe($"{_name}_writer");
        (await Ask(opened.Writer, "select current_user::text")).ShouldBe(opened.WriterRole);
        (await LedgerDatabase.Open(As($"{_name}_a", "apple"))).ShouldBe(opened);
    }

    [Fact]
    public async Task Who_may_not_make_a_writer_is_told_what_to_have_run()
    {
        await Ask(postgres.SuperuserConnectionString, $"create role {_name}_a login password 'apple'");
        await Ask(postgres.SuperuserConnectionString, $"create database {_name} owner {_name}_a");
        var refused = await Should.ThrowAsync<PostgresUnavailableException>(() => LedgerDatabase.Open(As($"{_name}_a", "apple")));
        refused.Message.ShouldContain($"create role {_name}_writer login");
        refused.Message.ShouldContain("LEDGER_POSTGRES_WRITER");

        await Ask(postgres.SuperuserConnectionString, $"create role {_name}_b login password 'pear'");
        var opened = await LedgerDatabase.Open(As($"{_name}_a", "apple"), As($"{_name}_b", "pear"));
        opened.WriterRole.ShouldBe($"{_name}_b");
    }

    [Fact]
    public async Task A_database_in_another_encoding_is_refused_with_the_remedy()
    {
        await Ask(postgres.SuperuserConnectionString, $"create role {_name}_a login createrole password 'apple'");
        await Ask(
            postgres.SuperuserConnectionString,
            $"create database {_name} owner {_name}_a encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0"
        );
        var refused = await Should.ThrowAsync<PostgresUnavailableException>(() => LedgerDatabase.Open(As($"{_name}_a", "apple")));
        refused.Message.ShouldContain("SQL_ASCII");
        refused.Message.ShouldContain("encoding 'UTF8'");
    }

    [Fact]
    public async Task A_writer_with_the_owners_rights_is_refused()
    {
        var made = await Ensure();
        var refused = await Should.ThrowAsync<PostgresUnavailableException>(() => LedgerDatabase.Open(made.Owner, made.Owner));
        refused.Message.ShouldContain("append-only");
    }

    [Fact]
    public async Task A_PostgreSQL_that_does_not_answer_is_named_with_the_remedy()
    {
        var refused = await Should.ThrowAsync<PostgresUnavailableException>(() =>
            LedgerDatabase.Open("Host=127.0.0.1;Port=1;Username=a;Password=apple;Database=b")
        );
        refused.Message.ShouldContain("LEDGER_POSTGRES");
        refused.Message.ShouldNotContain("apple");
    }

    private Task<LedgerConnections> Ensure() =>
        LedgerDatabase.Ensure(postgres.SuperuserConnectionString, _name, _name + "_o", _name + "_w", CancellationToken.None);

    private string As(string role, string password) =>
        new NpgsqlConnectionStringBuilder(postgres.SuperuserConnectionString)
        {
            Database = _name,
            Username = role,
            Password = password,
        }.ConnectionString;

    private static async Task<string?> Refused(string connectionString, string statement) =>
        (await Should.ThrowAsync<PostgresException>(() => Ask(connectionString, statement))).SqlState;

    private static async Task<string> Ask(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }
}
