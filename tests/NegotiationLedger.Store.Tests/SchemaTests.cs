using Marten;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

public sealed class SchemaTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task Applied_again_it_changes_nothing()
    {
        await Ledger.Appended(Request("doha", "one"));
        var applied = await Ledger.AsAdmin("select string_agg(version || ' ' || applied_at, ',' order by version) from ledger_schema");
        await Apply("ledger");
        (await Ledger.AsAdmin("select string_agg(version || ' ' || applied_at, ',' order by version) from ledger_schema")).ShouldBe(
            applied
        );
        (await Ledger.AsAdmin("select max(version) from ledger_schema")).ShouldBe(LedgerSchema.Version);
        (await Ledger.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Applied_by_several_at_once_it_is_applied_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Apply("ledger_two")));
        (await Ledger.AsAdmin("select count(*) from ledger_two.ledger_schema")).ShouldBe(
            await Ledger.AsAdmin("select count(*) from ledger_schema")
        );
    }

    [Fact]
    public async Task Two_ledgers_in_one_database_do_not_meet()
    {
        await Apply("ledger_two");
        var second = Ledger.Node(o => o with { Schema = "ledger_two" });
        await Ledger.Appended(Request("doha", "one"));
        ((AppendOutcome.Appended)await second.Append(Request("doha", "other"), default)).Entries[0].Sequence.ShouldBe(1);
        (await Ledger.All()).Select(Text).ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_left_alone()
    {
        await Ledger.AsAdmin("insert into ledger_schema (version) values (899)");
        var refused = await Should.ThrowAsync<SchemaTooNewException>(() => Apply("ledger"));
        (refused.Found, refused.Known).ShouldBe((899, LedgerSchema.Version));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ledger")]
    [InlineData("1st")]
    [InlineData("a;b")]
    public async Task A_schema_name_is_a_plain_word(string schema) => await Should.ThrowAsync<ArgumentException>(() => Apply(schema));

    [Fact]
    public async Task A_missing_schema_is_told_at_once()
    {
        var log = Ledger.Node(o => o with { Schema = "nowhere" });
        var told = await Should.ThrowAsync<LedgerUnavailableException>(() => log.Append(Request("doha", "one"), default));
        told.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.UndefinedFunction);
    }

    [Fact]
    public async Task What_is_noted_to_stand_is_not_looked_through_again_but_on_demand()
    {
        await Apply("ledger");
        await Ledger.AsAdmin("drop trigger ledger_check_appended on mt_events");
        await ApplyAsOwner("ledger");
        (await Ledger.AsAdmin(Guards)).ShouldBe(0L);
        await Apply("ledger");
        (await Ledger.AsAdmin(Guards)).ShouldBe(1L);
    }

    [Fact]
    public async Task A_ledger_left_by_a_program_that_knew_fewer_types_takes_the_new_ones()
    {
        await Apply("ledger");
        var fewer = SchemaFiles.DigestWith(EventNames.All.Select(n => n.Name).Where(name => name != "vote_held"));
        await Ledger.AsAdmin("delete from ledger_event_types where type = 'vote_held'");
        await Ledger.AsAdmin($"update ledger_fingerprint set files = '{fewer}'");
        await Should.ThrowAsync<SchemaTooOldException>(() => Check(Ledger.Database.WriterConnectionString, "ledger"));

        await LedgerSchema.Apply(
            Ledger.Database.OwnerConnectionString,
            "ledger",
            Ledger.WriterRole,
            TestContext.Current.CancellationToken,
            Ledger.Database.AdminConnectionString
        );

        await Check(Ledger.Database.WriterConnectionString, "ledger");
        (await Ledger.AsAdmin("select count(*) from ledger_event_types")).ShouldBe((long)EventNames.All.Count);
    }

    [Fact]
    public async Task An_owner_who_may_not_make_roles_is_told_what_an_administrator_is_to_run()
    {
        var refused = await Should.ThrowAsync<SchemaRightsException>(() => ApplyAsOwner("ledger_two"));
        refused.Message.ShouldContain($"create role {Ledger.Database.Name}_ledger_two_appender nologin");
        foreach (var statement in refused.Statements)
            await Ledger.AsAdmin(statement);
        await ApplyAsOwner("ledger_two");
        var second = Ledger.Node(o => o with { Schema = "ledger_two" });
        (await second.Append(Request("doha", "one"), default)).ShouldBeOfType<AppendOutcome.Appended>();
    }

    [Fact]
    public async Task A_database_in_which_everybody_may_make_temporary_tables_is_closed()
    {
        await Ledger.AsAdmin($"grant temporary on database {Ledger.Database.Name} to public");
        await Apply("ledger");
        (
            await Should.ThrowAsync<PostgresException>(() =>
                Run(Ledger.Database.WriterConnectionString, "create temporary table mine (id integer)")
            )
        ).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_server_looks_whether_the_schema_is_its_own_before_it_serves()
    {
        await Apply("ledger");
        await Check(Ledger.Database.WriterConnectionString, "ledger");
        await Should.ThrowAsync<SchemaOwnerException>(() => Check(Ledger.Database.OwnerConnectionString, "ledger"));
        await Should.ThrowAsync<SchemaOwnerException>(() => Check(Ledger.Database.AdminConnectionString, "ledger"));
        (
            await Should.ThrowAsync<SchemaTooOldException>(() => Check(Ledger.Database.WriterConnectionString, "nowhere"))
        ).Message.ShouldContain("ledger migrate");
        await Ledger.AsAdmin("update ledger_fingerprint set marten = '9.1.0.0'");
        await Should.ThrowAsync<SchemaTooOldException>(() => Check(Ledger.Database.WriterConnectionString, "ledger"));
        await Ledger.AsAdmin("update ledger_fingerprint set marten = '99.0.0.0'");
        await Should.ThrowAsync<SchemaTooNewException>(() => Check(Ledger.Database.WriterConnectionString, "ledger"));
        await Should.ThrowAsync<SchemaTooNewException>(() => Apply("ledger"));
    }

    [Fact]
    public async Task Nothing_that_Marten_is_set_up_for_is_lacking()
    {
        await using var source = NpgsqlDataSource.Create(Ledger.Database.OwnerConnectionString);
        await using var store = DocumentStore.For(options => LedgerStore.Configure(options, source, "ledger"));
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync(TestContext.Current.CancellationToken);
    }

    private const string Guards = "select count(*) from pg_trigger where tgname = 'ledger_check_appended'";

    private static Task Check(string connectionString, string schema) =>
        LedgerSchema.Check(connectionString, schema, TestContext.Current.CancellationToken);

    private Task ApplyAsOwner(string schema) =>
        LedgerSchema.Apply(Ledger.Database.OwnerConnectionString, schema, Ledger.WriterRole, TestContext.Current.CancellationToken);

    private Task Apply(string schema) => Ledger.Database.Apply(schema, TestContext.Current.CancellationToken);
}
