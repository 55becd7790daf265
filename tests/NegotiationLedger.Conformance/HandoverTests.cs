using NegotiationLedger.Store;
using NegotiationLedger.Store.Engines;
using NegotiationLedger.Store.Tests;
using NegotiationLedger.Testing;
using Npgsql;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Conformance;

/// <summary>A ledger goes from engine to engine; where a second engine is not at hand, plain SQL appends as any Marten program might.</summary>
public sealed class HandoverTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    private const string TakeNumber = "select nextval('mt_events_sequence')";

    [Fact]
    public async Task What_another_program_appended_and_burnt_is_known_when_the_native_engine_takes_over()
    {
        await To("native");
        await using var native = new LedgerLog(new() { ConnectionString = Ledger.Database.WriterConnectionString });
        var first = await native.Append(Request("doha", "one"), default);
        (await To("marten")).ShouldBe(1);
        await Ledger.AsAdmin(TakeNumber);
        await Insert("doha", 2);
        await Insert("source:reuters", 1);
        await Ledger.AsAdmin(TakeNumber);
        (await To("native")).ShouldBe(5);
        (await Ledger.AsAdmin("select string_agg(first_sequence || '-' || last_sequence, ',' order by 1) from ledger_burnt")).ShouldBe(
            "2-2,5-5"
        );
        (await native.ReadHead(default)).ShouldSatisfyAllConditions(
            head => head.Sequence.ShouldBe(5),
            head => head.RegistrationSequence.ShouldBe(4)
        );
        first.ShouldBeOfType<AppendOutcome.Appended>();
        var next = (await native.Append(Request("doha", "three"), default)).ShouldBeOfType<AppendOutcome.Appended>();
        (next.Entries[0].Sequence, next.Entries[0].Version).ShouldBe((6, 3));
    }

    [Fact]
    public async Task An_engine_that_has_not_the_mark_is_refused_by_the_database()
    {
        await To("native");
        (await Should.ThrowAsync<PostgresException>(() => Insert("doha", 1))).SqlState.ShouldBe(SqlStates.EngineMark);
        await To("marten");
        await using var native = new LedgerLog(new() { ConnectionString = Ledger.Database.WriterConnectionString });
        await Should.ThrowAsync<EngineMarkException>(() => native.Append(Request("doha", "one"), default));
        (await Ledger.AsAdmin("select count(*) from mt_events")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_tombstone_is_refused_whoever_has_the_mark()
    {
        await To("marten");
        (await Should.ThrowAsync<PostgresException>(() => Insert("mt_tombstone", 1, "tombstone"))).SqlState.ShouldBe(SqlStates.EngineMark);
    }

    [Fact]
    public async Task Handed_over_to_the_engine_that_has_it_nothing_happens_and_an_unknown_one_is_refused()
    {
        var before = await Ledger.AsAdmin("select count(*) from ledger_handovers");
        await To(EngineUnderTest.Name);
        (await Ledger.AsAdmin("select count(*) from ledger_handovers")).ShouldBe(before);
        (await Should.ThrowAsync<PostgresException>(() => To("abacus"))).SqlState.ShouldBe("NL004");
    }

    [Fact]
    public async Task It_waits_for_an_append_under_way()
    {
        await To("native");
        await using var native = new LedgerLog(new() { ConnectionString = Ledger.Database.WriterConnectionString });
        Task<AppendOutcome> append;
        Task<long> handover;
        await using (await Ledger.HoldHead())
        {
            append = native.Append(Request("doha", "one"), default);
            await Waiting.ForHead(Ledger, 1);
            handover = To("marten");
            await Waiting.Until(async () =>
                await Ledger.AsAdmin(
                    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%hand_over%' and pid <> pg_backend_pid()"
                )
                    is > 0L
            );
        }

        (await append).ShouldBeOfType<AppendOutcome.Appended>();
        (await handover).ShouldBe(1);
    }

    private Task<long> To(string engine) =>
        EngineMark.HandOver(Ledger.Database.OwnerConnectionString, "ledger", engine, TestContext.Current.CancellationToken);

    private async Task Insert(string stream, int version, string type = "statement_made")
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Ledger.Database.WriterConnectionString) { SearchPath = "ledger" }
        );
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(
            new("insert into mt_streams (id, version) values ($1, $2) on conflict (id) do update set version = excluded.version")
            {
                Parameters =
                {
                    new() { Value = stream },
                    new() { Value = (long)version },
                },
            }
        );
        batch.BatchCommands.Add(
            new(
                "insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp) values (nextval('mt_events_sequence'), gen_random_uuid(), $1, $2, '{}', $3, now())"
            )
            {
                Parameters =
                {
                    new() { Value = stream },
                    new() { Value = (long)version },
                    new() { Value = type },
                },
            }
        );
        await batch.ExecuteNonQueryAsync();
    }
}
