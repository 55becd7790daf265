namespace NegotiationLedger.Store.Projections;

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
