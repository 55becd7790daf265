using Microsoft.Extensions.Caching.Memory;

namespace NegotiationLedger.Store;

/// <summary>A negotiation as this node holds it, at one position of the log.</summary>
/// <param name="Head">The head when it was read.</param>
/// <param name="History">Its history up to the head.</param>
public sealed record Snapshot(Head Head, History History)
{
    /// <summary>The stream's version. Given where only an answer is at hand, and the history is left empty.</summary>
    public long Version
    {
        get => field == 0 ? History.Version : field;
        init;
    }

    /// <summary>The sequence of the last registration; given as <see cref="Version"/> is.</summary>
    public long Registrations
    {
        get => field == 0 ? History.Registry.Sequence : field;
        init;
    }

    /// <summary>What tells this snapshot from every other in which a view may differ: the stream's version and the last registration.</summary>
    public (long Version, long Registrations) Stamp => (Version, Registrations);
}

/// <summary>
/// Reads negotiations and what is registered. Each read asks the database one indexed question, so that it sees everything acknowledged
/// before it, on every node; of what the node holds only what is new is read.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="histories">The histories that the node holds.</param>
public sealed class LedgerReader(LedgerLog log, RecentHistories histories) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Registry _registry = Registry.Empty;

    /// <summary>The negotiation with everything acknowledged before the call; its version is 0 when nothing is recorded of it.</summary>
    public async Task<Snapshot> Read(NegotiationId negotiation, CancellationToken cancellationToken)
    {
        var kept = histories.Find(negotiation);
        var slice = await log.ReadStream(StreamName.Of(negotiation), kept?.Version ?? 0, cancellationToken);
        if (kept is not null && slice.Entries.Count == 0 && slice.Head.RegistrationSequence == kept.Registry.Sequence)
            return new(slice.Head, kept);
        var registry = await ReadRegistry(slice.Head, cancellationToken);
        var history = (kept ?? History.Empty(negotiation, registry)).With(slice.Entries, registry);
        histories.Hold(history);
        return new(slice.Head, history);
    }

    /// <summary>Some negotiations whose ids begin as a text does, for somebody who mistyped one.</summary>
    public Task<IReadOnlyList<string>> Alike(string id, CancellationToken cancellationToken) =>
        id.Length < 2 || !id.All(char.IsAscii)
            ? Task.FromResult<IReadOnlyList<string>>([])
            : log.ListAlike(id[..2].ToLowerInvariant(), cancellationToken);

    /// <summary>All sources and speakers, with everything acknowledged before the call.</summary>
    public async Task<(Head Head, Registry Registry)> ReadRegistry(CancellationToken cancellationToken)
    {
        var head = await log.ReadHead(cancellationToken);
        return (head, await ReadRegistry(head, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    /// <summary>All sources and speakers as of a head that was read before.</summary>
    /// <remarks>Registrations beyond the head are known when another read was later; an answer made at the head leaves them out.</remarks>
    public async Task<Registry> ReadRegistry(Head head, CancellationToken cancellationToken)
    {
        if (_registry.Sequence < head.RegistrationSequence)
            await Refresh(head, cancellationToken);
        var registry = _registry;
        return registry.Sequence == head.RegistrationSequence ? registry : registry.AsOf(head.Sequence);
    }

    private async Task Refresh(Head head, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_registry.Sequence < head.RegistrationSequence)
                _registry = _registry.With(await log.ReadRegistrations(_registry.Sequence, cancellationToken));
        }
        finally
        {
            _reading.Release();
        }
    }
}

/// <summary>The histories that this node used last, shared by what it answers and by its projections: of what is held, only what is new is read.</summary>
/// <remarks>A history that is held may be older than the log, and never differs from it. Safe for any number of callers.</remarks>
/// <param name="capacity">How many entries to hold at most, from 1; the histories used least recently go first.</param>
public sealed class RecentHistories(long capacity = 100_000) : IDisposable
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
