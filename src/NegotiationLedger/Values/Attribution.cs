using System.Text.Json;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Values;

/// <summary>How an assertion reached the source that carries it.</summary>
[JsonConverter(typeof(NamedValue<Mode>))]
public enum Mode
{
    /// <summary>The speaker is quoted by name; a quotation is required.</summary>
    OnRecord,

    /// <summary>The source attributes it to the speaker, in paraphrase.</summary>
    Attributed,

    /// <summary>The speaker is quoted or paraphrased without a name.</summary>
    Anonymous,

    /// <summary>The source reports it in its own voice; there is no speaker.</summary>
    Observed,

    /// <summary>The source's or the analyst's own conclusion.</summary>
    Inferred,
}

/// <summary>Who asserted a development, through which document, when, and in which words.</summary>
/// <param name="Source">The registered document that carries the assertion.</param>
/// <param name="Mode">How it reached the source.</param>
/// <param name="AssertedOn">When it was said in public; EDTF.</param>
/// <param name="Speaker">Who said it; absent when the source speaks in its own voice.</param>
/// <param name="RelayedBy">The chain between speaker and source, nearest the speaker first.</param>
/// <param name="Quote">The words; required for <see cref="Mode.OnRecord"/>.</param>
/// <param name="Grade">The recorder's grading of source and content (NATO AJP-2.1, the Admiralty code).</param>
/// <param name="Variables">What else the source's own record says, by the names of its variables, such as the code that a dataset gives an
/// event: at most 50, each of at most 1,000 characters. Nothing is derived from them.</param>
public sealed record Attribution(
    SourceId Source,
    Mode Mode,
    Edtf AssertedOn,
    SpeakerRef? Speaker = null,
    IReadOnlyList<Relay>? RelayedBy = null,
    Quote? Quote = null,
    Grade? Grade = null,
    IReadOnlyDictionary<string, string>? Variables = null
);

/// <summary>One link between a speaker and the source: a registered person or party who passed the words on, or an outlet. Exactly one is given.</summary>
/// <param name="Speaker">The person or party that relayed.</param>
/// <param name="Publisher">The outlet that relayed.</param>
public sealed record Relay(SpeakerRef? Speaker = null, string? Publisher = null);

/// <summary>Words as they stand in the source: a W3C Web Annotation TextQuoteSelector with, where known, a TextPositionSelector.</summary>
/// <param name="Exact">The quoted words: where the text is held, the source's own characters, each run of white space as one space; what is
/// left out of them is an ellipsis, what an editor put in stands in brackets.</param>
/// <param name="Prefix">Words just before them, to tell two passages apart.</param>
/// <param name="Suffix">Words just after them.</param>
/// <param name="Start">Where the words begin in the source's text, in code points from 0, inclusive.</param>
/// <param name="End">Where they end, exclusive.</param>
/// <param name="Check">Set by the ledger: whether the words were found in the source's text.</param>
/// <param name="Spans">Set by the ledger: where each part of the words stands, when there are several with an ellipsis or brackets between
/// them; in order, none overlapping.</param>
/// <param name="Page">The page of the document, as it is numbered there: <c>12</c>, <c>xiv</c>, <c>12-13</c>.</param>
/// <param name="Time">The time code in a recording, from its beginning: <c>01:02:03</c>.</param>
public sealed record Quote(
    string Exact,
    string? Prefix = null,
    string? Suffix = null,
    int? Start = null,
    int? End = null,
    QuoteCheck? Check = null,
    IReadOnlyList<QuoteSpan>? Spans = null,
    string? Page = null,
    string? Time = null
)
{
    /// <summary>Where its words stand: one span, several, or none where that is not known.</summary>
    [JsonIgnore]
    public IReadOnlyList<QuoteSpan> Places => Spans ?? (Start is { } start && End is { } end ? [new(start, end)] : []);
}

/// <summary>Where a run of words stands in a text (W3C Web Annotation TextPositionSelector).</summary>
/// <param name="Start">In code points from 0, inclusive.</param>
/// <param name="End">In code points, exclusive.</param>
public sealed record QuoteSpan(int Start, int End);

/// <summary>Whether a quotation was held against the text of its source.</summary>
[JsonConverter(typeof(NamedValue<QuoteCheck>))]
public enum QuoteCheck
{
    /// <summary>The ledger does not hold the source's text.</summary>
    Unverified,

    /// <summary>The words stand in the source's text at the stored position.</summary>
    Verified,

    /// <summary>The source's text was added after the record, and the words are not in it. Told when it is read, never stored.</summary>
    Missing,
}

/// <summary>A grading by the Admiralty code.</summary>
/// <param name="Reliability">Of the source: A (completely reliable) to E (unreliable), F (cannot be judged).</param>
/// <param name="Credibility">Of the content: 1 (confirmed) to 5 (improbable), 6 (cannot be judged).</param>
public sealed record Grade(Reliability Reliability, int Credibility);

/// <summary>Reliability of a source by the Admiralty code.</summary>
[JsonConverter(typeof(NamedLetter))]
public enum Reliability
{
    /// <summary>Completely reliable.</summary>
    A,

    /// <summary>Usually reliable.</summary>
    B,

    /// <summary>Fairly reliable.</summary>
    C,

    /// <summary>Not usually reliable.</summary>
    D,

    /// <summary>Unreliable.</summary>
    E,

    /// <summary>Reliability cannot be judged.</summary>
    F,
}

/// <summary>Reads and writes a <see cref="Reliability"/> as its letter.</summary>
public sealed class NamedLetter : JsonConverter<Reliability>
{
    /// <inheritdoc/>
    public override Reliability Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is { Length: 1 } && text[0] is >= 'A' and <= 'F'
            ? (Reliability)(text[0] - 'A')
            : throw new JsonException($"'{text}' is not one of: A, B, C, D, E, F.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Reliability value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
