using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

public sealed class AppendOnlyTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    public static TheoryData<string> Changes { get; } =
    [
        "update mt_events set version = version + 1",
        "update mt_events set data = '{}' where seq_id = 1",
        "delete from mt_events",
        "delete from mt_events where false",
        "truncate mt_events",
        "truncate mt_streams cascade",
        "delete from mt_streams",
        "set session_replication_role = replica; delete from mt_events",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Nobody_changes_the_log(string change)
    {
        await Ledger.Appended(Request("doha", "one", "two"));
        (await Refusal(Ledger.Database.AdminConnectionString, change)).ShouldBe(SqlStates.AppendOnly);
        (await Refusal(Ledger.Database.OwnerConnectionString, change)).ShouldBeOneOf(
            SqlStates.AppendOnly,
            PostgresErrorCodes.InsufficientPrivilege
        );
        (await Refusal(Ledger.Database.WriterConnectionString, change)).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Ledger.All()).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("update mt_events set version = version + 1")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    public async Task The_owner_is_refused_by_the_trigger(string change)
    {
        await Ledger.Appended(Request("doha", "one"));
        (await Refusal(Ledger.Database.OwnerConnectionString, change)).ShouldBe(SqlStates.AppendOnly);
    }

    [Fact]
    public async Task A_batch_with_a_conditional_request_behind_another_of_its_stream_is_refused_whole() =>
        (
            await Refusal(
                Ledger.Database.WriterConnectionString,
                """
                select ledger_append(array['doha', 'doha'], array['anna', 'anna'], array[null, 1], array[1, 1], null, null, null, null, null, null, null,
                    null, array[1, 2], array[0, 0], array[gen_random_uuid(), gen_random_uuid()], array['statement_made', 'statement_made'],
                    array['{}', '{}']::jsonb[], array['{}', '{}']::jsonb[])
                """
            )
        ).ShouldBe(SqlStates.MalformedBatch);

    private static async Task<string> Refusal(string connectionString, string statement) =>
        (await Should.ThrowAsync<PostgresException>(() => Run(connectionString, statement))).SqlState;
}
