namespace NegotiationLedger.Store.Audit;

/// <summary>What a record has become, as an audit asks for it.</summary>
public enum FateAsked
{
    /// <summary>A standing corroboration supports it.</summary>
    Corroborated,

    /// <summary>A standing dispute doubts it.</summary>
    Disputed,

    /// <summary>A standing correction changes it.</summary>
    Corrected,

    /// <summary>A standing retraction withdraws it.</summary>
    Retracted,

    /// <summary>It is not withdrawn.</summary>
    Standing,

    /// <summary>Nothing that stands is recorded about it.</summary>
    None,
}

/// <summary>Which records an audit is about: those for which every part that is given holds.</summary>
/// <remarks>
/// All but <see cref="Text"/> ask for the standing form: a record that was corrected from one speaker to another is found under the second,
/// and says in its fate that it was corrected. <see cref="Text"/> finds a record by the words it was recorded with and by those it stands
/// with, so that a phrase which was corrected away still leads to what became of it.
/// </remarks>
public sealed record AuditQuestion
{
    /// <summary>The negotiation; null for all.</summary>
    public NegotiationId? Negotiation { get; init; }

    /// <summary>The stored name of the type.</summary>
    public string? Type { get; init; }

    /// <summary>How the assertion reached its source.</summary>
    public Mode? Mode { get; init; }

    /// <summary>Who said it.</summary>
    public SpeakerRef? Speaker { get; init; }

    /// <summary>The party whose account it is, by the speaker's role at the time, or that its payload names.</summary>
    public PartyId? Party { get; init; }

    /// <summary>The source that carries it.</summary>
    public SourceId? Source { get; init; }

    /// <summary>Who published the source that carries it, named as registered.</summary>
    public string? Publisher { get; init; }

    /// <summary>The principal who recorded it.</summary>
    public string? RecordedBy { get; init; }

    /// <summary>What it has become.</summary>
    public FateAsked? Fate { get; init; }

    /// <summary>The least of the earliest instants that it may speak of, inclusive.</summary>
    public DateTimeOffset? OccurredFrom { get; init; }

    /// <summary>The greatest of the earliest instants that it may speak of, inclusive.</summary>
    public DateTimeOffset? OccurredTo { get; init; }

    /// <summary>The least of the earliest instants at which it may have been asserted, inclusive.</summary>
    public DateTimeOffset? AssertedFrom { get; init; }

    /// <summary>The greatest of the earliest instants at which it may have been asserted, inclusive.</summary>
    public DateTimeOffset? AssertedTo { get; init; }

    /// <summary>When it was recorded at the earliest, inclusive.</summary>
    public DateTimeOffset? RecordedFrom { get; init; }

    /// <summary>When it was recorded at the latest, inclusive.</summary>
    public DateTimeOffset? RecordedTo { get; init; }

    /// <summary>Words as people type them into a search: <c>"in a row"</c>, <c>or</c>, <c>-without</c>.</summary>
    public string? Text { get; init; }
}

/// <summary>In which order the pages of an answer come.</summary>
public enum AuditOrder
{
    /// <summary>By sequence.</summary>
    Recorded,

    /// <summary>By the earliest instant spoken of, then by sequence.</summary>
    Occurred,

    /// <summary>By how well the words match, best first, then by sequence.</summary>
    Relevance,
}

/// <summary>A place between two pages. All pages of one answer are made at one position, so each record comes once, whatever is recorded meanwhile.</summary>
/// <param name="Position">The position that all pages are made at.</param>
/// <param name="Order">Their order.</param>
/// <param name="Sequence">The last record of the page before.</param>
/// <param name="Occurred">Its instant, in <see cref="AuditOrder.Occurred"/>.</param>
/// <param name="Rank">Its rank, in <see cref="AuditOrder.Relevance"/>.</param>
public sealed record AuditPlace(long Position, AuditOrder Order, long Sequence, DateTimeOffset? Occurred = null, float? Rank = null);
