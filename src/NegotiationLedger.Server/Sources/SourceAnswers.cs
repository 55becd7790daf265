using System.Text.Json;
using NegotiationLedger.Store.Audit;

namespace NegotiationLedger.Server;

/// <summary>A registered source.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Description">Its description as it stands.</param>
/// <param name="Sequence">The place of its registration in the ledger.</param>
/// <param name="RecordedAt">When it was registered.</param>
/// <param name="RecordedBy">By whom.</param>
/// <param name="Corrections">What was corrected in the description since, in the order recorded.</param>
public sealed record SourceAnswer(
    string Source,
    SourceRegistered Description,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    IReadOnlyList<SourceCorrectionAnswer> Corrections
)
{
    /// <summary>A source as it stands.</summary>
    public static SourceAnswer Of(Source source) =>
        new(
            source.Description.Source.Value,
            source.Description,
            source.Registered.Sequence,
            source.Registered.RecordedAt,
            source.Registered.RecordedBy,
            [.. source.Corrected.Select(c => SourceCorrectionAnswer.Of(c.Correction))]
        );
}

/// <summary>A correction of a source's description.</summary>
/// <param name="Id">The correction's id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="RecordedBy">By whom.</param>
/// <param name="Patch">The change: a JSON Merge Patch (RFC 7396) over the description.</param>
/// <param name="Reason">Why.</param>
public sealed record SourceCorrectionAnswer(
    EventId Id,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    JsonElement Patch,
    string Reason
)
{
    /// <summary>A correction as it was recorded.</summary>
    public static SourceCorrectionAnswer Of(Entry entry)
    {
        var correction = (SourceCorrected)entry.Data;
        return new(entry.Id, entry.Sequence, entry.RecordedAt, entry.RecordedBy, correction.Patch, correction.Reason);
    }
}

/// <summary>A source whole: its text with the quotes taken from it in place, and what it carries.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="Description">Its description as it stands.</param>
/// <param name="Sequence">The place of its registration in the ledger.</param>
/// <param name="RecordedAt">When it was registered.</param>
/// <param name="RecordedBy">By whom.</param>
/// <param name="Corrections">What was corrected in the description since, in the order recorded.</param>
/// <param name="Text">Its text, where it is held, line ends as LF.</param>
/// <param name="Quotes">The words that records quote from it: those whose place is known by start, at the same start the longer first; then those that were not held against the text, in the order recorded.</param>
/// <param name="Passages">The runs of the text that are quoted, cut where a quote begins or ends, in order.</param>
/// <param name="Counts">How many records it carries.</param>
/// <param name="Next">The <c>after</c> that gives the quotes of further records; absent when all were looked at.</param>
/// <param name="Links">Where what it carries is, by name.</param>
/// <param name="Incomplete">The negotiations whose newest records could not be searched, so that some of theirs may be lacking; absent when there are none.</param>
public sealed record WholeSourceAnswer(
    string Source,
    string Position,
    SourceRegistered Description,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    IReadOnlyList<SourceCorrectionAnswer> Corrections,
    string? Text,
    IReadOnlyList<TakenQuoteAnswer> Quotes,
    IReadOnlyList<Passage> Passages,
    TallyAnswer Counts,
    long? Next,
    IReadOnlyDictionary<string, string> Links,
    IReadOnlyList<string>? Incomplete = null
);

/// <summary>Words that a record quotes from a source.</summary>
/// <param name="Event">The record's id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Negotiation">The negotiation it belongs to.</param>
/// <param name="Speaker">Who said them; absent when the source speaks in its own voice.</param>
/// <param name="Exact">The words.</param>
/// <param name="Start">Where they begin in the text, in code points from 0, inclusive.</param>
/// <param name="End">Where they end, exclusive.</param>
/// <param name="Check">Whether they were held against the text.</param>
/// <param name="IsRetracted">Whether the record is withdrawn.</param>
public sealed record TakenQuoteAnswer(
    EventId Event,
    long Sequence,
    string Negotiation,
    SpeakerRef? Speaker,
    string Exact,
    int? Start,
    int? End,
    QuoteCheck? Check,
    bool IsRetracted
)
{
    /// <summary>A quote with its place.</summary>
    public static TakenQuoteAnswer Of(TakenQuote taken) =>
        new(
            taken.Event,
            taken.Sequence,
            taken.Negotiation.Value,
            taken.Speaker,
            taken.Quote.Exact,
            taken.Quote.Start,
            taken.Quote.End,
            taken.Quote.Check,
            taken.IsRetracted
        );
}

/// <summary>A page of sources, by id.</summary>
/// <param name="Sources">The sources.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
public sealed record SourcesAnswer(IReadOnlyList<SourceAnswer> Sources, string? Next, string Position);
