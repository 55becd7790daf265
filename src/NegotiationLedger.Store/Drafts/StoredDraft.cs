using System.Text.Json;

namespace NegotiationLedger.Store.Drafts;

/// <summary>A proposed development, as it is kept.</summary>
/// <param name="Id">Its id, of version 7; its record has the same.</param>
/// <param name="Negotiation">The negotiation that it is for.</param>
/// <param name="Source">The source that it was drafted from.</param>
/// <param name="Proposed">The development as it was drafted: what would be posted, without an id.</param>
/// <param name="DraftedBy">The principal that asked for it.</param>
/// <param name="DraftedWith">What drafted it: a model's name, or <c>file</c>.</param>
/// <param name="DraftedAt">When.</param>
/// <param name="ExpiresAt">From when it is no longer there unless it was accepted.</param>
/// <param name="Edit">What a person made of it last; null when nobody edited it.</param>
/// <param name="Revision">How often it was edited, from 0.</param>
/// <param name="State"><c>open</c>, <c>accepted</c> or <c>rejected</c>.</param>
/// <param name="DecidedBy">The principal that accepted or rejected it.</param>
/// <param name="DecidedAt">When.</param>
public sealed record StoredDraft(
    EventId Id,
    NegotiationId Negotiation,
    SourceId Source,
    JsonElement Proposed,
    string DraftedBy,
    string DraftedWith,
    DateTimeOffset DraftedAt,
    DateTimeOffset ExpiresAt,
    DraftEdit? Edit,
    int Revision,
    string State,
    string? DecidedBy,
    DateTimeOffset? DecidedAt
)
{
    /// <summary>It waits for somebody's decision.</summary>
    public const string Open = "open";

    /// <summary>It was recorded.</summary>
    public const string Accepted = "accepted";

    /// <summary>It was turned down.</summary>
    public const string Rejected = "rejected";

    /// <summary>Every state.</summary>
    public static IReadOnlyList<string> States { get; } = [Open, Accepted, Rejected];

    /// <summary>The development as it would be recorded.</summary>
    public JsonElement Body => Edit?.Body ?? Proposed;

    /// <summary>Whether an entry is its record: anybody who records may give a record of other words its id.</summary>
    public bool IsRecordedAs(Entry entry) =>
        entry.Id == Id && entry.Stream == StreamName.Of(Negotiation) && new Draft(Id, Body).IsRecordedAs(entry.Data);
}

/// <summary>What a person made of a draft.</summary>
/// <param name="Body">The development.</param>
/// <param name="By">The principal.</param>
/// <param name="At">When.</param>
public sealed record DraftEdit(JsonElement Body, string By, DateTimeOffset At);

/// <summary>Drafts to be kept.</summary>
/// <param name="Negotiation">The negotiation that they are for.</param>
/// <param name="Source">The source that they were drafted from.</param>
/// <param name="By">The principal that asked for them.</param>
/// <param name="With">What drafted them.</param>
/// <param name="Bodies">The developments, each with the id that it gets.</param>
public sealed record NewDrafts(
    NegotiationId Negotiation,
    SourceId Source,
    string By,
    string With,
    IReadOnlyList<(EventId Id, JsonElement Body)> Bodies
);

/// <summary>Which drafts are asked for.</summary>
/// <param name="After">The id before the first one wanted; null for the first page.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Negotiation">Those for a negotiation; null for all.</param>
/// <param name="Source">Those from a source; null for all.</param>
/// <param name="State">Those in a state; null for all.</param>
public sealed record DraftQuestion(
    EventId? After,
    int Limit,
    NegotiationId? Negotiation = null,
    SourceId? Source = null,
    string? State = null
);
