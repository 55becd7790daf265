using Microsoft.Extensions.Caching.Memory;

namespace NegotiationLedger.Server;

/// <summary>A folded view, ready to be sent.</summary>
/// <param name="View">The view, as of an instant.</param>
/// <param name="Request">The time of the request that it was folded for.</param>
/// <param name="Warnings">What could not be taken as recorded.</param>
public sealed record FoldedAnswer(JudgedView View, DateTimeOffset Request, IReadOnlyList<Warning> Warnings)
{
    /// <summary>The instant that the answer to a request is as of: the lens's own, or the request's time.</summary>
    public DateTimeOffset AsOf(DateTimeOffset request) => View.AsOf == Request ? request : View.AsOf;

    /// <summary>Whether it answers a request too that is made at another time.</summary>
    public bool Holds(DateTimeOffset request) => request >= Request && !(request >= View.NextChangeAt);
}

/// <summary>Keeps folded answers: the same history through the same lens is folded once, until time changes the answer.</summary>
/// <param name="bytes">How much to keep.</param>
/// <param name="heavy">Where long histories wait for their turn.</param>
public sealed class AnswerCache(long bytes, HeavyWork heavy) : IDisposable
{
    /// <summary>How to ask for a shorter answer, as a clause.</summary>
    internal const string Less = "give occurredUntil or recordedUntil for a part of the negotiation, or accordingTo for one account of it";

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = bytes });

    /// <summary>The view of a snapshot through a lens at the time of a request.</summary>
    /// <exception cref="LensException">The lens cannot be held against the history.</exception>
    /// <exception cref="ProblemException">It takes too long (422), or too many wait (503).</exception>
    public async ValueTask<FoldedAnswer> Of(
        NamedView view,
        Snapshot snapshot,
        Lens lens,
        DateTimeOffset request,
        CancellationToken cancellationToken = default
    )
    {
        if (Kept(view, snapshot, lens, request) is { } kept)
            return kept;
        var folded =
            snapshot.History.Entries.Count < HeavyWork.Entries
                ? Fold(view, snapshot, lens, request, cancellationToken)
                : await heavy.Do(spent => Fold(view, snapshot, lens, request, spent), Less, cancellationToken);
        return Keep(view, snapshot, lens, folded);
    }

    private static FoldedAnswer Fold(
        NamedView view,
        Snapshot snapshot,
        Lens lens,
        DateTimeOffset request,
        CancellationToken cancellationToken
    )
    {
        var account = snapshot.History.Through(lens);
        return new(view.Judge(account, request, cancellationToken), request, account.Warnings);
    }

    /// <summary>The view of a snapshot through a lens at the time of a request, when it is kept.</summary>
    public FoldedAnswer? Kept(NamedView view, Snapshot snapshot, Lens lens, DateTimeOffset request) =>
        _answers.Get<FoldedAnswer>(KeyOf(view, snapshot, lens)) is { } kept && kept.Holds(request) ? kept : null;

    /// <summary>Keeps an answer; not one whose lens ends in the future, at whose end the answer stands still.</summary>
    public FoldedAnswer Keep(NamedView view, Snapshot snapshot, Lens lens, FoldedAnswer answer)
    {
        if (lens is { OccurredUntil: null, AssertedUntil: null, RecordedUntil: null } || answer.View.AsOf != answer.Request)
            _answers.Set(
                KeyOf(view, snapshot, lens),
                answer,
                new MemoryCacheEntryOptions { Size = answer.View.Json.Length + SizeOf(lens) }
            );
        return answer;
    }

    // It is kept with its question, of which each viewpoint is held once in the key and once by itself.
    private static long SizeOf(Lens lens) => 500 + (8L * lens.Canonical.Length);

    private static (NegotiationId, string, (long, long), string) KeyOf(NamedView view, Snapshot snapshot, Lens lens) =>
        (snapshot.History.Negotiation, view.Name, snapshot.Stamp, lens.Canonical);

    /// <inheritdoc/>
    public void Dispose() => _answers.Dispose();
}
