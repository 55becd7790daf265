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
/// <param name="TextAdded">When its text was added; absent when it came with the registration, or is not held.</param>
public sealed record SourceAnswer(
    string Source,
    SourceRegistered Description,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    IReadOnlyList<SourceCorrectionAnswer> Corrections,
    AddedTextAnswer? TextAdded = null
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
            [.. source.Corrected.Where(c => c.Correction.Data is SourceCorrected).Select(c => SourceCorrectionAnswer.Of(c.Correction))],
            source.Corrected.Where(c => c.Correction.Data is SourceTextAdded).Select(c => AddedTextAnswer.Of(c.Correction)).FirstOrDefault()
        );
}

/// <summary>The addition of a text to a source that was registered without one.</summary>
/// <param name="Id">The addition's id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="RecordedBy">By whom.</param>
public sealed record AddedTextAnswer(EventId Id, long Sequence, DateTimeOffset RecordedAt, string RecordedBy)
{
    /// <summary>An addition as it was recorded.</summary>
    public static AddedTextAnswer Of(Entry entry) => new(entry.Id, entry.Sequence, entry.RecordedAt, entry.RecordedBy);
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
/// <param name="TextAdded">When its text was added; absent when it came with the registration, or is not held.</param>
/// <param name="SameTextAs">The other sources that carry the same text, by id: another publisher's print of it; absent when there are none.</param>
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
    IReadOnlyList<string>? Incomplete = null,
    AddedTextAnswer? TextAdded = null,
    IReadOnlyList<string>? SameTextAs = null
);

/// <summary>Words that a record quotes from a source.</summary>
/// <param name="Event">The record's id.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Negotiation">The negotiation it belongs to.</param>
/// <param name="Speaker">Who said them; absent when the source speaks in its own voice.</param>
/// <param name="Exact">The words.</param>
/// <param name="Start">Where they begin in the text, in code points from 0, inclusive.</param>
/// <param name="End">Where they end, exclusive.</param>
/// <param name="Check">Whether they were held against the text; those recorded before it was added are held against it as they are shown.</param>
/// <param name="IsRetracted">Whether the record is withdrawn.</param>
/// <param name="Spans">Where each part of them stands, when there are several.</param>
/// <param name="Page">The page of the document.</param>
/// <param name="Time">The time code in the recording.</param>
public sealed record TakenQuoteAnswer(
    EventId Event,
    long Sequence,
    string Negotiation,
    SpeakerRef? Speaker,
    string Exact,
    int? Start,
    int? End,
    QuoteCheck? Check,
    bool IsRetracted,
    IReadOnlyList<QuoteSpan>? Spans,
    string? Page,
    string? Time
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
            taken.IsRetracted,
            taken.Quote.Spans,
            taken.Quote.Page,
            taken.Quote.Time
        );
}

/// <summary>A page of sources, by id.</summary>
/// <param name="Sources">The sources.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
public sealed record SourcesAnswer(IReadOnlyList<SourceAnswer> Sources, string? Next, string Position);
