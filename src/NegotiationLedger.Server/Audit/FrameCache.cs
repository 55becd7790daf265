using Microsoft.Extensions.Caching.Memory;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>Keeps the frames of negotiations, whose parties' names the lines of an audit are written with.</summary>
/// <remarks>Each is folded as every frame is, from the records that make it, and kept until one of these changes.</remarks>
/// <param name="index">The audit index.</param>
/// <param name="capacity">How many parties and issues to keep.</param>
public sealed class FrameCache(AuditIndex index, long capacity = 100_000) : IDisposable
{
    private readonly MemoryCache _frames = new(new MemoryCacheOptions { SizeLimit = capacity });

    /// <summary>The frames of the negotiations of some records, as of a position.</summary>
    public async Task<IReadOnlyDictionary<NegotiationId, Frame>> Of(
        IReadOnlyCollection<AuditHit> hits,
        long position,
        CancellationToken cancellationToken
    )
    {
        var frames = new Dictionary<NegotiationId, Frame>();
        var missing = new Dictionary<NegotiationId, long>();
        foreach (var hit in hits)
        {
            if (_frames.TryGetValue<Frame>((hit.Record.Negotiation, hit.Frame), out var kept))
                frames[hit.Record.Negotiation] = kept!;
            else
                missing[hit.Record.Negotiation] = hit.Frame;
        }

        if (missing.Count > 0)
            await Read(missing, frames, position, cancellationToken);
        return frames;
    }

    /// <summary>The frames of some negotiations, as of a position. They are folded, and not kept.</summary>
    public async Task<IReadOnlyDictionary<NegotiationId, Frame>> Of(
        IReadOnlyCollection<NegotiationId> negotiations,
        long position,
        CancellationToken cancellationToken
    )
    {
        var entries = await Entries(negotiations, position, cancellationToken);
        return negotiations.ToDictionary(n => n, n => Fold(n, entries[n.Value]));
    }

    /// <inheritdoc/>
    public void Dispose() => _frames.Dispose();

    private async Task Read(
        Dictionary<NegotiationId, long> missing,
        Dictionary<NegotiationId, Frame> frames,
        long position,
        CancellationToken cancellationToken
    )
    {
        var entries = await Entries(missing.Keys, position, cancellationToken);
        foreach (var (negotiation, changed) in missing)
        {
            var frame = Fold(negotiation, entries[negotiation.Value]);
            _frames.Set((negotiation, changed), frame, new MemoryCacheEntryOptions { Size = 1 + frame.Parties.Count + frame.Issues.Count });
            frames[negotiation] = frame;
        }
    }

    private async Task<ILookup<string, Entry>> Entries(
        IReadOnlyCollection<NegotiationId> negotiations,
        long position,
        CancellationToken cancellationToken
    ) => (await index.ReadFrames(negotiations, position, cancellationToken)).ToLookup(e => e.Stream, StringComparer.Ordinal);

    private static Frame Fold(NegotiationId negotiation, IEnumerable<Entry> entries) =>
        Frame.Of(History.Empty(negotiation, Registry.Empty).With(entries, Registry.Empty).Through(Lens.Everything));
}
