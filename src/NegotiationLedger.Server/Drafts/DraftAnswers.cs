using System.Text.Json;
using System.Text.Json.Serialization;
using NegotiationLedger.Store.Drafts;

namespace NegotiationLedger.Server;

/// <summary>A proposed development, judged as the ledger stands. It is no record.</summary>
/// <param name="Id">Its id; once it is accepted, also its record's.</param>
/// <param name="Negotiation">The negotiation that it is for.</param>
/// <param name="Source">The source that it was drafted from.</param>
/// <param name="State"><c>open</c>, <c>accepted</c> or <c>rejected</c>.</param>
/// <param name="Development">The development as it would be recorded.</param>
/// <param name="Proposed">The development as it was drafted; absent when nobody edited it.</param>
/// <param name="DraftedBy">The principal that asked for it.</param>
/// <param name="DraftedWith">What drafted it: a model's name, <c>file</c>, or what whoever sent it says.</param>
/// <param name="DraftedAt">When.</param>
/// <param name="ExpiresAt">From when it is no longer there; absent once it was accepted.</param>
/// <param name="Revision">How often it was edited, from 0: what <c>If-Match</c> expects.</param>
/// <param name="EditedBy">The principal that edited it last.</param>
/// <param name="EditedAt">When.</param>
/// <param name="DecidedBy">The principal that accepted or rejected it.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Record">Its record, once it was accepted.</param>
/// <param name="MayBeAccepted">While it is open: whether it has no marks.</param>
/// <param name="Marks">While it is open: why it cannot be accepted as it is.</param>
/// <param name="Quoted">While it is open: where its quotation stands in the source's text; absent when it does not.</param>
/// <param name="Warnings">While it is open, and in the answer to its acceptance: what its recorder should know.</param>
public sealed record DraftAnswer(
    EventId Id,
    string Negotiation,
    string Source,
    string State,
    JsonElement Development,
    JsonElement? Proposed,
    string DraftedBy,
    string DraftedWith,
    DateTimeOffset DraftedAt,
    DateTimeOffset? ExpiresAt,
    int Revision,
    string? EditedBy,
    DateTimeOffset? EditedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    EventId? Record,
    bool? MayBeAccepted,
    IReadOnlyList<DraftMark>? Marks,
    QuoteSpan? Quoted,
    IReadOnlyList<Warning>? Warnings
)
{
    /// <summary>A draft as it is answered.</summary>
    internal static DraftAnswer Of(JudgedDraft judged)
    {
        var draft = judged.Draft;
        var (isOpen, isAccepted) = (draft.State == StoredDraft.Open, draft.State == StoredDraft.Accepted);
        return new(
            draft.Id,
            draft.Negotiation.Value,
            draft.Source.Value,
            draft.State,
            draft.Body,
            draft.Edit is null ? null : draft.Proposed,
            draft.DraftedBy,
            draft.DraftedWith,
            draft.DraftedAt,
            isAccepted ? null : draft.ExpiresAt,
            draft.Revision,
            draft.Edit?.By,
            draft.Edit?.At,
            draft.DecidedBy,
            draft.DecidedAt,
            isAccepted ? draft.Id : null,
            isOpen ? judged.Marks.Count == 0 : null,
            isOpen ? judged.Marks : null,
            isOpen ? judged.Quoted : null,
            judged.Warnings
        );
    }
}

/// <summary>A page of drafts.</summary>
/// <param name="Drafts">The drafts, in the order drafted.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record DraftsAnswer(IReadOnlyList<DraftAnswer> Drafts, EventId? Next);

/// <summary>What was drafted.</summary>
/// <param name="Drafts">The drafts that were added, in the order given.</param>
/// <param name="Repeated">How many more wait already with the same words.</param>
/// <param name="DraftedWith">What drafted them: a model's name, <c>file</c>, or what whoever sent them says.</param>
/// <param name="Read">Which part of the source's text the model was given; absent of drafts from a file.</param>
public sealed record DraftedAnswer(IReadOnlyList<DraftAnswer> Drafts, int Repeated, string DraftedWith, TextPart? Read);

/// <summary>A part of a source's text.</summary>
/// <param name="From">Where it begins, in code points from 0, inclusive.</param>
/// <param name="To">Where it ends, exclusive.</param>
/// <param name="Length">How long the whole text is.</param>
public sealed record TextPart(int From, int To, int Length);

/// <summary>The JSON of drafts: camelCase, absent rather than null, instants to the microsecond.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(DraftAnswer))]
[JsonSerializable(typeof(DraftsAnswer))]
[JsonSerializable(typeof(DraftedAnswer))]
internal sealed partial class DraftsJson : JsonSerializerContext
{
    /// <summary>It, with its texts as people read them.</summary>
    internal static DraftsJson Plain => field ??= new(PlainJson.Like(Default));
}
