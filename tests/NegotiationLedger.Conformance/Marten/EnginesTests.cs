using NegotiationLedger.Marten;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Engines;
using NegotiationLedger.Store.Handling;
using NegotiationLedger.Store.Tests;
using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Conformance.Marten;

/// <summary>One ledger on both engines in turn.</summary>
public sealed class EnginesTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task Handed_back_and_forth_both_engines_read_the_same_at_each_step_and_number_on_without_a_hole()
    {
        await using var native = new LedgerLog(new() { ConnectionString = Ledger.Database.WriterConnectionString });
        var marten = Ledger.Log;
        for (var turn = 0; turn < 3; turn++)
        {
            await To("native");
            await Appended(native, turn, "native");
            await ReadAlike(native, marten);
            await To("marten");
            await Appended(marten, turn, "marten");
            await ReadAlike(native, marten);
        }

        var all = await Ledger.All();
        all.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 18).Select(n => (long)n));
        LogShould.BeOrdered(all);
        (await Ledger.AsAdmin("select count(*) from ledger_burnt")).ShouldBe(0L);
        (
            await Ledger.AsAdmin(
                "select count(distinct (mt_dotnet_type, tenant_id, is_archived, jsonb_object_keys_sorted)) from (select *, (select string_agg(k, ',' order by k) from jsonb_object_keys(headers) k) as jsonb_object_keys_sorted from mt_events where type = 'statement_made') e"
            )
        ).ShouldBe(1L);
    }

    [Fact]
    public async Task The_views_that_one_engine_keeps_the_other_keeps_on()
    {
        await using var native = new LedgerLog(new() { ConnectionString = Ledger.Database.WriterConnectionString });
        await To("native");
        foreach (var (engine, log) in new[] { ("native", native), ("marten", Ledger.Log), ("native", native), ("marten", Ledger.Log) })
        {
            await To(engine);
            await log.Append(Request("doha", engine), default);
            await using var running = log.Run(PersistedViews.Handlers, new() { Heartbeat = TimeSpan.FromMilliseconds(50) });
            var head = (await log.ReadHead(default)).Sequence;
            var control = new HandlerControl(log, PersistedViews.Handlers);
            await Waiting.Until(async () => (await control.List(default)) is { Count: 4 } all && all.All(s => s.Position == head));
            (await Ledger.AsAdmin("select min(mt_version) from mt_doc_talksstatus where id = 'doha'")).ShouldBe(head);
        }
    }

    [Fact]
    public async Task Marten_finds_nothing_to_change_in_the_tables()
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(
            new Npgsql.NpgsqlConnectionStringBuilder(Ledger.Database.OwnerConnectionString) { SearchPath = "ledger" }
        );
        await using var store = global::Marten.DocumentStore.For(options =>
            LedgerStore.Configure(options, source, "ledger", mayChangeSchema: true)
        );
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
    }

    private static async Task Appended(LedgerLog log, int turn, string engine)
    {
        var appended = await log.Append(
            Request("doha", $"{engine} {turn}", "and more") with
            {
                Receipt = Receipt($"{engine}/{turn}"),
            },
            default
        );
        appended.ShouldBeOfType<AppendOutcome.Appended>().IsReplay.ShouldBeFalse();
        (await log.Append(Registration($"{engine}-{turn}"), default)).ShouldBeOfType<AppendOutcome.Appended>();
    }

    private static async Task ReadAlike(LedgerLog one, LedgerLog other)
    {
        (await Of(one)).ShouldBe(await Of(other));
        (await one.ReadHead(default)).ShouldBe(await other.ReadHead(default));
        var (slice, same) = (await one.ReadStream("doha", 1, default), await other.ReadStream("doha", 1, default));
        (slice.Version, slice.Head).ShouldBe((same.Version, same.Head));
        slice.Entries.ShouldBe(same.Entries);
        (await one.Find(slice.Entries[0].Id, default)).ShouldBe(await other.Find(slice.Entries[0].Id, default));
    }

    private static async Task<List<Entry>> Of(LedgerLog log)
    {
        var all = new List<Entry>();
        await foreach (var entry in log.ReadForward(0))
            all.Add(entry);
        return all;
    }

    private Task<long> To(string engine) =>
        EngineMark.HandOver(Ledger.Database.OwnerConnectionString, "ledger", engine, TestContext.Current.CancellationToken);
}
