using Wolverine;

namespace NegotiationLedger.Store.Projections;

/// <summary>Brings a projection up to date with a page of the log. Called inline by its subscription.</summary>
public static class NegotiationsMovedHandler
{
    /// <summary>Brings it up to date; the subscription writes what failed down together with its progress.</summary>
    /// <remarks>To be told to stop is no failure, of which Wolverine would write an error: the subscription hears of it in the outcome.</remarks>
    public static async Task<ProjectionOutcome> Handle(NegotiationsMoved moved, Projector projector, CancellationToken cancellationToken)
    {
        try
        {
            return await projector.Follow(moved, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ProjectionOutcome.Done with { IsGivenUp = true };
        }
    }
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

/// <summary>Negotiations moved, or sources and speakers that others may cite: bring a projection up to date with them.</summary>
/// <param name="Projection">The projection.</param>
/// <param name="Negotiations">The ids of the negotiations, each once.</param>
/// <param name="Registrations">The streams of the sources and speakers, each once.</param>
/// <param name="Through">The last sequence of the page.</param>
/// <param name="IsFarBehind">Whether the page is so large that the projection must be far behind the log.</param>
public sealed record NegotiationsMoved(
    string Projection,
    IReadOnlyList<string> Negotiations,
    IReadOnlyList<string> Registrations,
    long Through,
    bool IsFarBehind
);

/// <summary>Try again to bring a projection up to date with a negotiation. It waits in a durable queue.</summary>
/// <param name="Projection">The projection.</param>
/// <param name="Negotiation">The negotiation.</param>
public sealed record ProjectNegotiation(string Projection, string Negotiation);

/// <summary>Tell a projection of some further negotiations in its rebuild. It waits in a durable queue.</summary>
/// <param name="Projection">The projection.</param>
public sealed record RebuildProjection(string Projection);

/// <summary>A negotiation cannot be brought up to date: what is wrong is written down already, and may pass.</summary>
public sealed class NegotiationNotProjectedException(string projection, NegotiationFailure failure)
    : Exception($"{projection} of {failure.Negotiation} cannot be brought to version {failure.Version}: {failure.Error}");
