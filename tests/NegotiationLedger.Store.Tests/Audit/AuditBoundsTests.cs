using System.Globalization;
using NegotiationLedger.Store.Audit;
using NegotiationLedger.Testing;
using Npgsql;

namespace NegotiationLedger.Store.Tests.Audit;

/// <summary>However many records are about one another, a record costs the index the same; and what is wrong with one negotiation is its own.</summary>
public sealed class AuditBoundsTests(PostgresFixture postgres) : AuditTests(postgres)
{
    private const int Many = 10_000;

    [Fact]
    public async Task Ten_thousand_retractions_each_of_the_one_before_are_indexed_and_read()
    {
        var ids = Enumerable.Range(0, Many + 1).Select(_ => TestLedger.NewId()).ToList();
        await InArrays(ids, i => i == 0 ? Said("one") : Retraction(ids[i - 1]));

        await Index.CatchUp(Patience, default);

        (await Ledger.AsAdmin("select count(*) from ledger_assertions")).ShouldBe(Many + 1L);
        (await Ledger.AsAdmin("select count(*) from ledger_about")).ShouldBe((long)Many);
        var first = (await Find(new() { Type = "statement_made" })).ShouldHaveSingleItem().Record;
        first.Fates.ShouldHaveSingleItem().Stands.ShouldBe(Many % 2 == 1);
        (await Find(new() { Type = "statement_made" }, Many)).ShouldHaveSingleItem().Record.IsRetracted.ShouldBeTrue();
        (await Find(new() { Fate = FateAsked.Retracted })).Count.ShouldBe(1000);
        (await Index.Count(new() { Fate = FateAsked.Retracted }, Many + 1, Registry.Empty, default)).Records.ShouldBe(Many / 2);
    }

    [Theory]
    [InlineData(10_000, 1000)]
    [InlineData(1000, 1)]
    public async Task Any_number_of_corrections_of_one_record_is_indexed_and_read(int count, int broughtAtOnce)
    {
        var ids = Enumerable.Range(0, count + 1).Select(_ => TestLedger.NewId()).ToList();
        await InArrays(ids, i => i == 0 ? Said("one") : Correction(ids[0], $$"""{"text":"text {{i}}","occurred":"{{DateOf(i)}}"}"""));

        await BringInSteps(ids.Count, broughtAtOnce);

        ((long)(await Ledger.AsAdmin("select count(*) from ledger_assertions"))!).ShouldBeLessThanOrEqualTo(
            count + 2 + AuditWork.MostShapers
        );
        ((long)(await Ledger.AsAdmin("select count(*) from ledger_possible_dates"))!).ShouldBeLessThanOrEqualTo(count + 1);
        await Index.CatchUp(Patience, default);
        Texts(await Find(new() { Type = "statement_made" })).ShouldBe([$"text {count}"]);
        Texts(await Find(new() { Text = $"\"text {count}\"" })).ShouldBe([$"text {count}"]);
        (await Find(new() { Text = "\"text 77\"" })).ShouldBeEmpty();
        Texts(await Find(new() { Text = "\"text 77\"" }, position: 78)).ShouldBe(["text 77"]);
        var day = Edtf.Parse(DateOf(count));
        Texts(await Find(new() { OccurredFrom = day.Earliest, OccurredTo = day.Latest })).ShouldBe([$"text {count}"]);
    }

    [Fact]
    public async Task Retractions_that_come_one_by_one_are_indexed_one_by_one()
    {
        const int count = 1000;
        var ids = Enumerable.Range(0, count + 1).Select(_ => TestLedger.NewId()).ToList();
        await InArrays(
            ids,
            i =>
                i switch
                {
                    0 => Said("one"),
                    1 => Correction(ids[0], """{"text":"two"}"""),
                    _ => Retraction(ids[i - 1]),
                }
        );

        await BringInSteps(ids.Count, 1);

        ((long)(await Ledger.AsAdmin("select count(*) from ledger_assertions"))!).ShouldBeLessThanOrEqualTo(count + 2);
        await Index.CatchUp(Patience, default);
        (await Find(new() { Text = "two" })).ShouldBeEmpty();
        Texts(await Find(new() { Text = "two" }, position: count)).ShouldBe(["two"]);
        Texts(await Find(new() { Type = "statement_made" })).ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_negotiation_that_cannot_be_indexed_leaves_the_others_indexed_and_is_named()
    {
        foreach (var negotiation in new[] { "alpha", "beta", "gamma" })
            await Ledger.Appended(TestLedger.Request(negotiation, $"{negotiation} 1", $"{negotiation} 2"));
        await Unreadable("beta", version: 2);

        (await Index.CatchUp(Patience, default)).Incomplete.ShouldBe(["beta"]);
        Texts(await Find(new())).ShouldBe(["alpha 1", "alpha 2", "beta 1", "gamma 1", "gamma 2"]);
        (await Index.Retry(default)).Keys.ShouldBe(["beta"]);

        await Ledger.Appended(TestLedger.Request("alpha", "alpha 3"));
        (await Index.CatchUp(Patience, default)).Incomplete.ShouldBe(["beta"]);
        Texts(await Find(new() { Negotiation = new("alpha") })).ShouldBe(["alpha 1", "alpha 2", "alpha 3"]);

        await Readable("beta", version: 2);
        (await Index.Retry(default)).ShouldBeEmpty();
        (await Index.CatchUp(Patience, default)).Incomplete.ShouldBeEmpty();
        Texts(await Find(new() { Negotiation = new("beta") })).ShouldBe(["beta 1", "beta 2"]);
    }

    [Fact]
    public async Task What_the_database_refuses_is_refused_of_that_negotiation_alone()
    {
        await Recorded("alpha", Said("one"));
        await Recorded("beta", Said("two"));
        await Ledger.AsAdmin("alter table ledger_assertions add constraint none check (negotiation <> 'alpha')");
        (await Index.CatchUp(Patience, default)).Incomplete.ShouldBe(["alpha"]);
        Texts(await Find(new())).ShouldBe(["two"]);

        await Ledger.AsAdmin("alter table ledger_assertions drop constraint none");
        await Recorded("alpha", Said("three"));
        Texts(await Find(new())).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task A_statement_that_does_not_get_done_in_its_time_is_split()
    {
        await Ledger.Appended(TestLedger.Request("talks", [.. Enumerable.Range(0, 40).Select(i => $"{i}")]));
        // So that 40 rows at once take longer than a statement may.
        await Ledger.AsAdmin(
            """
            create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.05); return new; end $$;
            create trigger slow before insert on ledger_assertions for each row execute function slow()
            """
        );
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString + ";Search Path=ledger");
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var limit = new NpgsqlCommand("set local statement_timeout = '1s'", connection))
            await limit.ExecuteNonQueryAsync();

        (await new AuditProjection().Bring(connection, ["talks"], default)).Failures.ShouldBeEmpty();
        await transaction.CommitAsync();

        Texts(await Find(new())).ShouldBe(Enumerable.Range(0, 40).Select(i => $"{i}"));
    }

    [Fact]
    public async Task More_than_one_transaction_should_hold_is_told_and_brought_by_and_by()
    {
        await Ledger.Appended(TestLedger.Request("talks", [.. Enumerable.Range(0, 25).Select(i => $"{i}")]));
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString + ";Search Path=ledger");
        var projection = new AuditProjection { MostEntries = 10, PageSize = 4 };
        var rounds = 0;
        Brought brought;
        do
        {
            brought = await Bring(source, projection, "talks");
            rounds++;
        } while (brought.Unfinished.Count > 0);

        rounds.ShouldBe(3);
        (await Index.CatchUp(Patience, default)).Incomplete.ShouldBeEmpty();
        (await Ledger.AsAdmin("select count(*) from ledger_assertions")).ShouldBe(25L);
    }

    [Fact]
    public async Task Bringing_the_same_again_changes_nothing()
    {
        var id = await Recorded("talks", Said("one"));
        await Recorded("talks", Correction(id, """{"text":"two"}"""));
        await Index.CatchUp(Patience, default);
        var rows = await Ledger.AsAdmin("select string_agg(a::text, e'\n' order by sequence, since) from ledger_assertions a");
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString + ";Search Path=ledger");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Bring(source, new(), "talks", "nowhere", "source:wire")));

        (await Ledger.AsAdmin("select string_agg(a::text, e'\n' order by sequence, since) from ledger_assertions a")).ShouldBe(rows);
    }

    private static async Task<Brought> Bring(NpgsqlDataSource source, AuditProjection projection, params string[] negotiations)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var brought = await projection.Bring(connection, negotiations, default);
        await transaction.CommitAsync();
        return brought;
    }

    private async Task BringInSteps(int entries, int atOnce)
    {
        await using var source = NpgsqlDataSource.Create(Ledger.Database.WriterConnectionString + ";Search Path=ledger");
        await using var connection = await source.OpenConnectionAsync();
        var projection = new AuditProjection();
        for (var through = atOnce; through < entries + atOnce; through += atOnce)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            (await projection.Bring(connection, ["talks"], through, default)).Failures.ShouldBeEmpty();
            await transaction.CommitAsync();
        }
    }

    private async Task InArrays(List<EventId> ids, Func<int, LedgerEvent> record)
    {
        foreach (var some in Enumerable.Range(0, ids.Count).Chunk(1000))
            await Ledger.Appended(new("talks", [.. some.Select(i => new NewEvent(ids[i], record(i)))], "anna"));
    }

    private static string DateOf(int i) => new DateOnly(2000, 1, 1).AddDays(i % 5000).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<object?> Unreadable(string stream, int version) =>
        Ledger.AsAdmin(
            $"""
            alter table mt_events disable trigger all;
            update mt_events set headers = headers || '{"{"}"schemaVersion": 99{"}"}' where stream_id = '{stream}' and version = {version}
            """
        );

    private Task<object?> Readable(string stream, int version) =>
        Ledger.AsAdmin(
            $"""
            alter table mt_events disable trigger all;
            update mt_events set headers = headers - 'schemaVersion' where stream_id = '{stream}' and version = {version}
            """
        );
}
