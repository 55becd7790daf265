using Wolverine;

namespace NegotiationLedger.Store.Projections;

/// <summary>Brings a projection up to date with a page of the log. Called inline by its subscription.</summary>
public static class NegotiationsMovedHandler
{
    /// <summary>Brings it up to date; the subscription writes what failed down together with its progress.</summary>
    public static Task<ProjectionOutcome> Handle(NegotiationsMoved moved, Projector projector, CancellationToken cancellationToken) =>
        projector.Follow(moved, cancellationToken);
}

/// <summary>Tries a negotiation again that a projection could not be brought up to date with.</summary>
public static class ProjectNegotiationHandler
{
    /// <summary>Tries it; fails, to be tried later, when it is in vain.</summary>
    /// <exception cref="NegotiationNotProjectedException">It is still in vain.</exception>
    public static Task Handle(
        ProjectNegotiation negotiation,
        Projector projector,
        Envelope envelope,
        CancellationToken cancellationToken
    ) => projector.Retry(negotiation, envelope.Id, cancellationToken);
}

/// <summary>Takes a rebuild some negotiations further.</summary>
public static class RebuildProjectionHandler
{
    /// <summary>Tells the projection of some negotiations, and cascades itself until all are told.</summary>
    public static async Task<OutgoingMessages> Handle(RebuildProjection rebuild, Projector projector, CancellationToken cancellationToken)
    {
        var (goesOn, failed) = await projector.RebuildSome(rebuild.Projection, cancellationToken);
        var messages = new OutgoingMessages();
        messages.AddRange(failed.Select(negotiation => new ProjectNegotiation(rebuild.Projection, negotiation)));
        if (goesOn)
            messages.Add(rebuild);
        return messages;
    }
}
