using System.Text.Json.Nodes;

namespace NegotiationLedger.Server;

/// <summary>Who spoke.</summary>
/// <param name="Speaker">The registered speaker's id, or <c>party:…</c> for a party that spoke for itself.</param>
/// <param name="Name">The name; absent for the unnamed.</param>
/// <param name="Identity">Whether known by name; absent for a party.</param>
/// <param name="Title">Office or description at the time of the assertion.</param>
/// <param name="Party">The party spoken for at that time.</param>
public sealed record SpokenBy(string Speaker, string? Name, Identity? Identity, string? Title, PartyId? Party);

/// <summary>A link between speaker and source.</summary>
/// <param name="Speaker">The person or party that relayed.</param>
/// <param name="Publisher">The outlet that relayed.</param>
public sealed record RelayedBy(SpokenBy? Speaker, string? Publisher);

/// <summary>The document that carries an assertion.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Kind">What kind of document it is.</param>
/// <param name="Title">Its title.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Published">When; EDTF.</param>
/// <param name="Url">Where it can be read.</param>
/// <param name="Language">Its language, a BCP 47 tag.</param>
/// <param name="HoldsText">Whether the ledger holds its text.</param>
public sealed record CarriedBy(
    string Source,
    SourceKind? Kind,
    string? Title,
    string? Publisher,
    string? Author,
    Edtf? Published,
    string? Url,
    string? Language,
    bool HoldsText
);

/// <summary>The chain from who spoke to the document, with names.</summary>
/// <param name="Speaker">Who said it; absent when the source speaks in its own voice.</param>
/// <param name="RelayedBy">The chain between speaker and source, nearest the speaker first.</param>
/// <param name="Source">The document.</param>
/// <param name="Mode">How it reached the document.</param>
/// <param name="AssertedOn">When it was said in public; EDTF.</param>
/// <param name="Quote">The words.</param>
/// <param name="Grade">The recorder's grading by the Admiralty code.</param>
/// <param name="Variables">What else the source's own record says, by the names of its variables; absent when nothing is kept.</param>
public sealed record AttributionChain(
    SpokenBy? Speaker,
    IReadOnlyList<RelayedBy>? RelayedBy,
    CarriedBy Source,
    Mode Mode,
    Edtf AssertedOn,
    Quote? Quote,
    Grade? Grade,
    IReadOnlyDictionary<string, string>? Variables = null
);

/// <summary>One thing that became of a record.</summary>
/// <param name="Kind">What.</param>
/// <param name="By">The record that did it.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="RecordedAt">When the ledger learned of it.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="Words">The grounds or the reason.</param>
/// <param name="Stands">False when that record was itself withdrawn, so that it has no effect.</param>
/// <param name="Attribution">Who said so in public; absent for a recorder's own.</param>
public sealed record FateAnswer(
    FateKind Kind,
    EventId By,
    long Sequence,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    string? Words,
    bool Stands,
    AttributionChain? Attribution
);

/// <summary>A piece of a highlighted text. The pieces in a row are the text; what to emphasise is told apart from the words, so that no mark can be smuggled in.</summary>
/// <param name="Text">The piece, as it was recorded.</param>
/// <param name="IsMatch">Whether it is a word that was looked for.</param>
public sealed record HighlightPart(string Text, bool IsMatch);

/// <summary>A text of a record in which words that were looked for stand.</summary>
/// <param name="Pointer">Where it stands in the record: a JSON Pointer, such as <c>/text</c> or <c>/attribution/quote/exact</c>.</param>
/// <param name="IsAsRecorded">Whether it stands in the record as it was recorded and no longer in the form that corrections gave it.</param>
/// <param name="Parts">The text from some words before the first match on, in pieces.</param>
public sealed record Highlight(string Pointer, bool IsAsRecorded, IReadOnlyList<HighlightPart> Parts);

/// <summary>One record as an audit shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Negotiation">The negotiation it belongs to.</param>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Version">Its place in the negotiation.</param>
/// <param name="Type">Its type.</param>
/// <param name="RecordedAt">When the ledger learned of it.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="Headline">It in a line; of what is not claimed to have happened, that comes first: <c>denied: talks collapsed</c>.</param>
/// <param name="Cameo">Its CAMEO 1.1b3 code, where there is one.</param>
/// <param name="About">The record that it is about; absent for a development.</param>
/// <param name="Viewpoint">Whose account it belongs to; absent without an attribution.</param>
/// <param name="Attribution">Who said so, through which source, in which words; absent for a recorder's own record about a record.</param>
/// <param name="Payload">What is recorded, in its standing form, without the attribution.</param>
/// <param name="IsRetracted">Whether it is withdrawn.</param>
/// <param name="Fates">What became of it, in the order recorded.</param>
/// <param name="Highlights">Where the words that were looked for stand; absent when none were.</param>
/// <param name="Links">Where more of it is: itself, its negotiation, its source, its speaker.</param>
/// <param name="Origin">Where it stood in the ledger whose file it was loaded from; absent for what was recorded here first.</param>
public sealed record AssertionAnswer(
    EventId Id,
    string Negotiation,
    long Sequence,
    long Version,
    string Type,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    string Headline,
    string? Cameo,
    EventId? About,
    Viewpoint? Viewpoint,
    AttributionChain? Attribution,
    JsonObject Payload,
    bool IsRetracted,
    IReadOnlyList<FateAnswer> Fates,
    IReadOnlyList<Highlight>? Highlights,
    IReadOnlyDictionary<string, string> Links,
    Origin? Origin = null
);

/// <summary>A page of an audit.</summary>
/// <param name="Question">What was asked, by parameter.</param>
/// <param name="Position">The position the answer was made at, and every page that follows it: <c>@n</c>.</param>
/// <param name="Order">The order of the records: <c>recorded</c>, <c>occurred</c> or <c>relevance</c>.</param>
/// <param name="Assertions">The records.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last. A page before it may hold fewer records than its limit.</param>
/// <param name="Incomplete">The negotiations whose newest records could not be searched, so that some of theirs may be lacking; absent when there are none.</param>
public sealed record AssertionsAnswer(
    IReadOnlyDictionary<string, string> Question,
    string Position,
    string Order,
    IReadOnlyList<AssertionAnswer> Assertions,
    string? Next,
    IReadOnlyList<string>? Incomplete = null
);

/// <summary>The last line of an export: all records went before it.</summary>
/// <param name="Whole">Whether nothing is lacking; an export that broke off has no such line.</param>
/// <param name="Records">How many went before.</param>
/// <param name="Position">The position the export was made at.</param>
/// <param name="Incomplete">The negotiations whose newest records could not be searched, so that some of theirs may be lacking; absent when there are none.</param>
public sealed record WholeExport(bool Whole, long Records, string Position, IReadOnlyList<string>? Incomplete = null);

/// <summary>A form that a record has had.</summary>
/// <param name="Payload">What it said, without the attribution.</param>
/// <param name="Attribution">Who said so; absent for a recorder's own record about a record.</param>
public sealed record FormAnswer(JsonObject Payload, AttributionChain? Attribution);

/// <summary>What one correction did.</summary>
/// <param name="By">The correction: who recorded it, when, and why.</param>
/// <param name="Patch">The change that was asked for: a JSON Merge Patch (RFC 7396).</param>
/// <param name="Fits">Whether the record could take it and remain of its type.</param>
/// <param name="Before">The record until then.</param>
/// <param name="After">The record from then on.</param>
public sealed record CorrectionAnswer(FateAnswer By, JsonObject Patch, bool Fits, FormAnswer Before, FormAnswer After);

/// <summary>One record whole.</summary>
/// <param name="Lens">The lens.</param>
/// <param name="Position">The position the answer was made at: <c>@n</c>.</param>
/// <param name="NegotiationVersion">The version of the negotiation it was made at.</param>
/// <param name="Assertion">The record as it stands.</param>
/// <param name="Recorded">The record as it was recorded.</param>
/// <param name="Corrections">What each standing correction did, in the order recorded.</param>
/// <param name="Quote">The quotation among the words around it; absent when the source's text is not held or nothing is quoted.</param>
/// <param name="About">The record that it is about; absent for a development.</param>
/// <param name="OtherAccounts">The other accounts of the same happening, withdrawn ones included, in the order recorded.</param>
/// <param name="Batch">What one request recorded has the same; absent where that is not known.</param>
public sealed record AssertionWhole(
    LensAnswer Lens,
    string Position,
    long NegotiationVersion,
    AssertionAnswer Assertion,
    FormAnswer Recorded,
    IReadOnlyList<CorrectionAnswer> Corrections,
    QuoteInContext? Quote,
    AssertionAnswer? About,
    IReadOnlyList<AssertionAnswer> OtherAccounts,
    Guid? Batch
);
