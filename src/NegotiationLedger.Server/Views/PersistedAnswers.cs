using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Server;

/// <summary>Answers from persisted views where this node does not hold the history: a long negotiation need not be read to be looked at.</summary>
/// <param name="log">The log.</param>
/// <param name="documents">The persisted views.</param>
/// <param name="answers">The node's cache of folded answers.</param>
public sealed class PersistedAnswers(LedgerLog log, ViewDocuments documents, AnswerCache answers)
{
    /// <summary>The view of a negotiation by everyone's account, with everything acknowledged before the call; null where no document is as new as that.</summary>
    public async Task<(Snapshot Snapshot, FoldedAnswer Answer)?> Read(
        NamedView view,
        NegotiationId negotiation,
        DateTimeOffset request,
        CancellationToken cancellationToken
    )
    {
        if (PersistedView.Find(view.Name) is not { } persisted)
            return null;
        var (head, version) = await log.ReadVersion(StreamName.Of(negotiation), cancellationToken);
        if (version == 0)
            return null;
        var snapshot = new Snapshot(head, History.Empty(negotiation, Registry.Empty))
        {
            Version = version,
            Registrations = head.RegistrationSequence,
        };
        if (answers.Kept(view, snapshot, Lens.Everything, request) is { } kept)
            return (snapshot, kept);
        if (
            await documents.Read(persisted, negotiation, version, head.RegistrationSequence, request, cancellationToken)
            is not { View: var judged, Warnings: var warnings }
        )
            return null;
        return (snapshot, answers.Keep(view, snapshot, Lens.Everything, new(judged, request, warnings)));
    }
}
