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
            var events = Enumerable.Range(start, Math.Min(AtOnce, count - start + 1)).Select(n => EventOf(n, ids)).ToList();
            await log.Append(new(name, events, "bench"), CancellationToken.None);
        }
    }

    private static NewEvent EventOf(int n, EventId[] ids)
    {
        var entry = Events.EntryOf(n, n % 50 == 49 && n > 1000 ? 40 : 0);
        ids[n] = entry.Id;
        return new(entry.Id, n % 100 == 73 ? new AssertionDisputed("Nobody else heard it.") { Assertion = ids[n - 40] } : entry.Data);
    }
}
