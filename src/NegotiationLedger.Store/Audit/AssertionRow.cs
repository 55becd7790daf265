using System.Text;

namespace NegotiationLedger.Store.Audit;

/// <summary>A form that a record is found by: a row of <c>ledger_assertions</c>, whose comment says what the columns mean.</summary>
internal sealed record AssertionRow
{
    // Longer principals are told apart by their beginning: an index entry must fit into a page.
    private const int LongestPrincipal = 500;

    public required long Sequence { get; init; }

    public required long Since { get; init; }

    public required string Negotiation { get; init; }

    public required string Type { get; init; }

    public required string RecordedBy { get; init; }

    public long? Shapes { get; init; }

    public short Fates { get; init; }

    public bool IsExact { get; init; } = true;

    public bool IsTangled { get; init; }

    public DateTime? Occurred { get; init; }

    public DateTime? Asserted { get; init; }

    public string? Mode { get; init; }

    public string? Speaker { get; init; }

    public string? Source { get; init; }

    public required string Language { get; init; }

    /// <summary>The parties, each with a space behind it.</summary>
    public required string Parties { get; init; }

    public string? Standing { get; init; }

    /// <summary>The words, in lower case.</summary>
    public required string Words { get; init; }

    /// <summary>The form that a record was recorded in.</summary>
    public static AssertionRow Of(Entry entry, SourceLanguages languages) => Of(entry, entry.Data, entry.Sequence, languages);

    /// <summary>A form that a record came to stand in.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="form">The form.</param>
    /// <param name="since">The sequence of the entry that gave it this form.</param>
    /// <param name="languages">The languages of the sources.</param>
    public static AssertionRow Of(Entry entry, LedgerEvent form, long since, SourceLanguages languages)
    {
        var (mentions, attribution) = (Mentions.Of(form), AttributionOf(form));
        return new()
        {
            Sequence = entry.Sequence,
            Since = since,
            Negotiation = entry.Stream,
            Type = EventNames.Of(form).Name,
            RecordedBy = PrincipalOf(entry.RecordedBy),
            Occurred = (form as Development)?.Occurred.Earliest.UtcDateTime,
            Asserted = attribution?.AssertedOn.Earliest.UtcDateTime,
            Mode = attribution is null ? null : NamedValue<Mode>.NameOf(attribution.Mode),
            Speaker = attribution?.Speaker?.ToString(),
            Source = attribution?.Source.Value,
            Language = languages.Of(attribution, since),
            Parties = PartiesOf(mentions, attribution),
            Standing = ReferenceEquals(form, entry.Data) ? null : Encoding.UTF8.GetString(EventFormat.Write(form).Data.Span),
            Words = WordsOf(entry, form),
        };
    }

    /// <summary>The words that a record in some form is found by, in lower case: those it was recorded with and those of the form.</summary>
    public static string WordsOf(Entry entry, LedgerEvent form)
    {
        var words = Mentions.Of(form).Words;
        var all = ReferenceEquals(form, entry.Data) ? words : Mentions.Of(entry.Data).Words.Concat(words).Distinct();
        return string.Join('\n', all.Select(w => w.Text)).ToLowerInvariant();
    }

    /// <summary>A principal as the index keeps it.</summary>
    public static string PrincipalOf(string recordedBy) =>
        recordedBy.Length <= LongestPrincipal ? recordedBy : recordedBy[..LongestPrincipal];

    /// <summary>The sign of a kind of fate among those of a record.</summary>
    public static short SignOf(FateKind kind) => (short)(1 << (int)kind);

    private static Attribution? AttributionOf(LedgerEvent data) =>
        data switch
        {
            Development development => development.Attribution,
            Annotation annotation => annotation.Attribution,
            _ => null,
        };

    // A registered speaker's party depends on what is known of the speaker when the question is asked.
    private static string PartiesOf(Mentions mentions, Attribution? attribution)
    {
        var parties = attribution?.Speaker?.Party is { } itself ? mentions.Parties.Append(itself) : mentions.Parties;
        return string.Concat(parties.Distinct().Select(p => $"{p} "));
    }
}
