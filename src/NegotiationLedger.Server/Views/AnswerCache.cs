using Microsoft.Extensions.Caching.Memory;

namespace NegotiationLedger.Server;

/// <summary>A folded view, ready to be sent.</summary>
/// <param name="Json">The view as JSON, UTF-8.</param>
/// <param name="Warnings">What could not be taken as recorded.</param>
public sealed record FoldedAnswer(byte[] Json, IReadOnlyList<Warning> Warnings);

/// <summary>Keeps folded answers: the same history through the same lens is folded once.</summary>
/// <param name="bytes">How much to keep.</param>
public sealed class AnswerCache(long bytes) : IDisposable
{
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = bytes });

    /// <summary>The view of a snapshot through a lens.</summary>
    /// <exception cref="LensException">The lens cannot be held against the history.</exception>
    public FoldedAnswer Of(NamedView view, Snapshot snapshot, Lens lens)
    {
        if (Kept(view, snapshot, lens) is { } kept)
            return kept;
        var account = snapshot.History.Through(lens);
        return Keep(view, snapshot, lens, new(view.Fold(account), account.Warnings));
    }

    /// <summary>The view of a snapshot through a lens, when it is kept.</summary>
    public FoldedAnswer? Kept(NamedView view, Snapshot snapshot, Lens lens) => _answers.Get<FoldedAnswer>(KeyOf(view, snapshot, lens));

    /// <summary>Keeps an answer.</summary>
    public FoldedAnswer Keep(NamedView view, Snapshot snapshot, Lens lens, FoldedAnswer answer) =>
        _answers.Set(KeyOf(view, snapshot, lens), answer, new MemoryCacheEntryOptions { Size = answer.Json.Length + 500 });

    private static (NegotiationId, string, (long, long), string) KeyOf(NamedView view, Snapshot snapshot, Lens lens) =>
        (snapshot.History.Negotiation, view.Name, snapshot.Stamp, lens.Canonical);

    /// <inheritdoc/>
    public void Dispose() => _answers.Dispose();
}
