using Microsoft.Extensions.Caching.Memory;

namespace NegotiationLedger.Store;

/// <summary>The histories that this node used last, shared by what it answers and by its projections: of what is held, only what is new is read.</summary>
/// <remarks>A history that is held may be older than the log, and never differs from it. Safe for any number of callers.</remarks>
/// <param name="capacity">How many entries to hold at most, from 1; the histories used least recently go first.</param>
public sealed class RecentHistories(long capacity = 200_000) : IDisposable
{
    private readonly MemoryCache _histories = new(new MemoryCacheOptions { SizeLimit = capacity });

    /// <summary>The history that is held of a negotiation, as old as it may be; null when there is none.</summary>
    public History? Find(NegotiationId negotiation) => _histories.Get<History>(negotiation);

    /// <summary>Holds a history in place of the one that was held; one of nothing is not held.</summary>
    public void Hold(History history)
    {
        if (history.Version > 0)
            _histories.Set(history.Negotiation, history, new MemoryCacheEntryOptions { Size = history.Entries.Count });
    }

    /// <summary>Takes up what this node itself appended to a negotiation that is held, so that it need not be read.</summary>
    public void Learn(NegotiationId negotiation, IReadOnlyList<Entry> appended)
    {
        if (Find(negotiation) is { } held && appended[0].Version == held.Version + 1)
            Hold(held.With(appended, held.Registry));
    }

    /// <inheritdoc/>
    public void Dispose() => _histories.Dispose();
}
