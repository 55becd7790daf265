namespace NegotiationLedger.Values;

/// <summary>Names a stream of the log: a negotiation's by its id, a source's or speaker's by <c>source:…</c> or <c>speaker:…</c>.</summary>
public readonly record struct StreamName
{
    private const string SourcePrefix = "source:";
    private const string SpeakerPrefix = "speaker:";
    private readonly string? _text;

    private StreamName(string text) => _text = text;

    /// <summary>The negotiation whose stream it is; null for a registration's.</summary>
    public NegotiationId? Negotiation => IsRegistration ? null : new(ToString());

    /// <summary>The source whose registration it holds; null for any other.</summary>
    public SourceId? Source => After(SourcePrefix) is { } id ? new(id) : null;

    /// <summary>The speaker whose registration it holds; null for any other.</summary>
    public SpeakerId? Speaker => After(SpeakerPrefix) is { } id ? new(id) : null;

    /// <summary>Whether it holds a source's or speaker's registration rather than a negotiation.</summary>
    public bool IsRegistration => After(SourcePrefix) is not null || After(SpeakerPrefix) is not null;

    /// <summary>Whether a stream of this name, as it is stored, holds a registration.</summary>
    public static bool IsOfRegistration(string text) => new StreamName(text).IsRegistration;

    /// <summary>The stream of a negotiation.</summary>
    public static StreamName Of(NegotiationId negotiation) => new(negotiation.Value);

    /// <summary>The stream of a source's registration.</summary>
    public static StreamName Of(SourceId source) => new(SourcePrefix + source.Value);

    /// <summary>The stream of a speaker's registration.</summary>
    public static StreamName Of(SpeakerId speaker) => new(SpeakerPrefix + speaker.Value);

    /// <summary>Reads a name as it is stored.</summary>
    public static bool TryParse(string? text, out StreamName name)
    {
        name = new(text ?? "");
        return Slug.IsValid(name.After(SourcePrefix) ?? name.After(SpeakerPrefix) ?? text);
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">It is not the name of a stream.</exception>
    public static StreamName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not the name of a stream.");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    /// <summary>The name as it is stored.</summary>
    public static implicit operator string(StreamName name) => name.ToString();

    private string? After(string prefix) => _text?.StartsWith(prefix, StringComparison.Ordinal) == true ? _text[prefix.Length..] : null;
}
