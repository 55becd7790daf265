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

    private Task Apply(string schema) => Ledger.Database.Apply(schema, TestContext.Current.CancellationToken);
}
