using NegotiationLedger.Testing;

namespace NegotiationLedger.Store.Tests;

/// <summary>What a node holds of a negotiation is not read again, and never hides what was recorded since.</summary>
public sealed class ReaderTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly NegotiationId Doha = new("doha");

    private readonly RecentHistories _histories = new();
    private TestDatabase _database = null!;
    private LedgerLog _log = null!;
    private LedgerReader _reader = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabase();
        _log = new(new() { ConnectionString = _database.WriterConnectionString });
        _reader = new(_log, _histories);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _histories.Dispose();
        await _log.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_held_is_answered_as_it_is_while_nothing_is_recorded()
    {
        await Append("one");
        var first = await Read();
        (await Read()).ShouldBeSameAs(first);
        _histories.Find(Doha).ShouldBeSameAs(first);
    }

    [Fact]
    public async Task What_another_node_recorded_is_read_behind_what_is_held()
    {
        await Append("one", "two");
        var first = await Read();
        await Append("three");
        var second = await Read();
        second.Entries.Count.ShouldBe(3);
        second.Entries[0].ShouldBeSameAs(first.Entries[0]);
        second.Entries[1].ShouldBeSameAs(first.Entries[1]);
    }

    [Fact]
    public async Task What_this_node_recorded_is_known_without_being_read()
    {
        await Append("one");
        await Read();
        var appended = await Append("two");
        _histories.Learn(Doha, appended);
        var learnt = _histories.Find(Doha);
        learnt!.Version.ShouldBe(2);
        (await Read()).ShouldBeSameAs(learnt);
    }

    [Fact]
    public async Task What_does_not_follow_is_not_taken_up()
    {
        await Append("one");
        var held = await Read();
        await Append("two");
        _histories.Learn(Doha, await Append("three"));
        _histories.Find(Doha).ShouldBeSameAs(held);
        (await Read()).Entries.Select(e => ((StatementMade)e.Data).Text).ShouldBe(["one", "two", "three"]);
    }

    private async Task<History> Read() => (await _reader.Read(Doha, TestContext.Current.CancellationToken)).History;

    private async Task<IReadOnlyList<Entry>> Append(params string[] texts)
    {
        var events = texts.Select(text => new NewEvent(
            new(Guid.CreateVersion7()),
            new StatementMade(text)
            {
                Occurred = Edtf.Parse("2025-07-24"),
                Attribution = new(new SourceId("wire"), Mode.Observed, Edtf.Parse("2025-07-24")),
            }
        ));
        var outcome = await _log.Append(new(StreamName.Of(Doha), [.. events], "anna"), TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<AppendOutcome.Appended>().Entries;
    }
}
