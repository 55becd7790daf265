using NegotiationLedger.Store.Projections;

namespace NegotiationLedger.Server;

/// <summary>A page of negotiations, by id.</summary>
/// <param name="Negotiations">The negotiations.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record NegotiationsAnswer(IReadOnlyList<NegotiationSummary> Negotiations, string? Next);

/// <summary>How much is recorded of a negotiation.</summary>
/// <param name="Entries">Entries in all.</param>
/// <param name="Standing">Developments that stand.</param>
/// <param name="Retracted">Developments withdrawn.</param>
/// <param name="Proposals">Proposals known.</param>
/// <param name="Parties">Parties known.</param>
/// <param name="Issues">Issues known.</param>
public sealed record Counts(int Entries, int Standing, int Retracted, int Proposals, int Parties, int Issues);

/// <summary>A negotiation's frame, counts and views.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Lens">The lens.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="Version">The stream version it was made at.</param>
/// <param name="Frame">Title, subject, parties and issues.</param>
/// <param name="Counts">How much is recorded.</param>
/// <param name="Links">Where its views are, by name.</param>
public sealed record NegotiationAnswer(
    string Id,
    LensAnswer Lens,
    string Position,
    long Version,
    Frame Frame,
    Counts Counts,
    IReadOnlyDictionary<string, string> Links
);
