using NegotiationLedger.Views.Kept;

namespace NegotiationLedger.Views;

/// <summary>Keeps <see cref="TalksStatus"/> of every negotiation.</summary>
public static class TalksStatusHandler
{
    /// <summary>Follows a page of the log.</summary>
    public static Task Handle(Entry[] page, ViewKeeper keeper, CancellationToken cancellationToken) =>
        keeper.Follow<TalksStatus>(page, cancellationToken);
}

/// <summary>Keeps <see cref="PartyDemands"/> of every negotiation.</summary>
public static class PartyDemandsHandler
{
    /// <summary>Follows a page of the log.</summary>
    public static Task Handle(Entry[] page, ViewKeeper keeper, CancellationToken cancellationToken) =>
        keeper.Follow<PartyDemands>(page, cancellationToken);
}

/// <summary>Keeps <see cref="ProposalBook"/> of every negotiation.</summary>
public static class ProposalBookHandler
{
    /// <summary>Follows a page of the log.</summary>
    public static Task Handle(Entry[] page, ViewKeeper keeper, CancellationToken cancellationToken) =>
        keeper.Follow<ProposalBook>(page, cancellationToken);
}

/// <summary>Keeps <see cref="IssueMatrix"/> of every negotiation.</summary>
public static class IssueMatrixHandler
{
    /// <summary>Follows a page of the log.</summary>
    public static Task Handle(Entry[] page, ViewKeeper keeper, CancellationToken cancellationToken) =>
        keeper.Follow<IssueMatrix>(page, cancellationToken);
}
