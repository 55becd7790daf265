using NegotiationLedger.Store;

namespace NegotiationLedger.Benchmarks.Reading;

/// <summary>A negotiation of many records: one in fifty tells of forty days before its turn, and one in a hundred is about an earlier record.</summary>
internal static class LongNegotiation
{
    private const int AtOnce = 1000;

    /// <summary>Records it.</summary>
    public static async Task Record(LedgerLog log, string name, int count)
    {
        var ids = new EventId[count + 1];
        for (var start = 1; start <= count; start += AtOnce)
        {
            var events = Enumerable
                .Range(start, Math.Min(AtOnce, count - start + 1))
                .Select(n => EntryOf(n, ids))
                .Select(e => new NewEvent(e.Id, e.Data))
                .ToList();
            await log.Append(new(name, events, "bench"), CancellationToken.None);
        }
    }

    /// <summary>Its entries, in a ledger of its own.</summary>
    public static IReadOnlyList<Entry> Entries(int count)
    {
        var ids = new EventId[count + 1];
        return [.. Enumerable.Range(1, count).Select(n => EntryOf(n, ids))];
    }

    private static Entry EntryOf(int n, EventId[] ids)
    {
        var entry = Events.EntryOf(n, n % 50 == 49 && n > 1000 ? 40 : 0);
        ids[n] = entry.Id;
        return n % 100 == 73 ? entry with { Data = new AssertionDisputed("Nobody else heard it.") { Assertion = ids[n - 40] } } : entry;
    }
}
