using NegotiationLedger.Testing;
using static NegotiationLedger.Store.Tests.TestLedger;

namespace NegotiationLedger.Store.Tests;

public sealed class ReadTests(PostgresFixture postgres) : LedgerTests(postgres)
{
    [Fact]
    public async Task An_empty_ledger_has_a_head_at_zero_and_no_streams()
    {
        var head = new Head(0, DateTimeOffset.UnixEpoch, 0);
        (await Ledger.Log.ReadHead(default)).ShouldBe(head);
        (await Ledger.Log.ReadVersion("doha", default)).ShouldBe((head, 0));
        var slice = await Ledger.Log.ReadStream("doha", 0, default);
        (slice.Head, slice.Version, slice.Entries.Count).ShouldBe((head, 0, 0));
        (await Ledger.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_is_read_from_a_version_on()
    {
        var entries = (await Ledger.Appended(Request("doha", "one", "two", "three"))).Entries;
        (await Ledger.Log.ReadStream("doha", 1, default)).Entries.ShouldBe(entries.Skip(1));
        var atEnd = await Ledger.Log.ReadStream("doha", 3, default);
        (atEnd.Version, atEnd.Entries.Count).ShouldBe((3, 0));
        (await Ledger.Log.ReadVersion("doha", default)).ShouldBe((await Ledger.Log.ReadHead(default), 3));
    }

    [Fact]
    public async Task Registrations_are_found_after_a_sequence_and_move_their_own_head()
    {
        await Ledger.Appended(Registration("reuters"));
        var afp = (await Ledger.Appended(Registration("afp"))).Entries;
        await Ledger.Appended(Request("doha", "one"));
        (await Ledger.Log.ReadRegistrations(1, default)).ShouldBe(afp);
        (await Ledger.Log.ReadRegistrations(2, default)).ShouldBeEmpty();
        var head = await Ledger.Log.ReadHead(default);
        (head.Sequence, head.RegistrationSequence).ShouldBe((3, 2));
    }

    [Fact]
    public async Task An_entry_is_found_by_its_id()
    {
        var entry = (await Ledger.Appended(Request("doha", "one"))).Entries[0];
        (await Ledger.Log.Find(entry.Id, default)).ShouldBe(entry);
        (await Ledger.Log.Find(NewId(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Negotiations_are_listed_by_name_without_sources_and_speakers()
    {
        foreach (var stream in new[] { "oslo", "cairo", "doha" })
            await Ledger.Appended(Request(stream, "one"));
        var entry = (await Ledger.Appended(Request("doha", "two"))).Entries[0];
        await Ledger.Appended(Registration("reuters"));
        var log = Ledger.Node(o => o with { PageSize = 2 });
        var listed = new List<StreamSummary>();
        await foreach (var stream in log.ListStreams())
            listed.Add(stream);
        listed.Select(s => s.Stream).ShouldBe(["cairo", "doha", "oslo"]);
        listed[1].ShouldBe(new("doha", 2, entry.RecordedAt));
        await foreach (var stream in log.ListStreams("doha"))
            stream.Stream.ShouldBe("oslo");
    }
}
