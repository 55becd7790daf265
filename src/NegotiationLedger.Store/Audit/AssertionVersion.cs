using System.Text;

namespace NegotiationLedger.Store.Audit;

/// <summary>One form of a record in the audit index: a row of <c>ledger_assertions</c>, whose comment says what the columns mean.</summary>
internal sealed record AssertionVersion
{
    /// <summary>The end of a row that is the present one.</summary>
    public const long Present = long.MaxValue;

    // Longer principals are told apart by their beginning: an index entry must fit into a page.
    private const int LongestPrincipal = 500;

    public required long Sequence { get; init; }

    public required long Since { get; init; }

    public long Until { get; init; } = Present;

    public required string Negotiation { get; init; }

    public required string Type { get; init; }

    public required string RecordedBy { get; init; }

    public long? About { get; init; }

    public short Fates { get; init; }

    public DateTime? Occurred { get; init; }

    public string? Mode { get; init; }

    public string? Speaker { get; init; }

    public string? Source { get; init; }

    public required string Language { get; init; }

    /// <summary>The parties, each with a space behind it.</summary>
    public required string Parties { get; init; }

    public string? Standing { get; init; }

    /// <summary>The words, in lower case.</summary>
    public required string Words { get; init; }

    /// <summary>A record as it stands from an entry on.</summary>
    /// <param name="record">The record.</param>
    /// <param name="since">The entry's sequence.</param>
    /// <param name="about">The sequence of the record that it is about.</param>
    /// <param name="registry">The sources registered by then.</param>
    public static AssertionVersion Of(AuditRecord record, long since, long? about, Registry registry)
    {
        var isCorrected = !ReferenceEquals(record.Standing, record.Entry.Data);
        var mentions = Mentions.Of(record.Standing);
        var words = isCorrected ? Mentions.Of(record.Entry.Data).Words.Concat(mentions.Words).Distinct() : mentions.Words;
        return new()
        {
            Sequence = record.Entry.Sequence,
            Since = since,
            Negotiation = record.Negotiation.Value,
            Type = EventNames.Of(record.Standing).Name,
            RecordedBy = PrincipalOf(record.Entry.RecordedBy),
            About = about,
            Fates = FatesOf(record),
            Occurred = (record.Standing as Development)?.Occurred.Earliest.UtcDateTime,
            Mode = record.Attribution is { } attribution ? NamedValue<Mode>.NameOf(attribution.Mode) : null,
            Speaker = record.Attribution?.Speaker?.ToString(),
            Source = record.Attribution?.Source.Value,
            Language = TextLanguage.Of(record.Attribution, registry),
            Parties = PartiesOf(record, mentions),
            Standing = isCorrected ? Encoding.UTF8.GetString(EventFormat.Write(record.Standing).Data.Span) : null,
            Words = string.Join('\n', words.Select(w => w.Text)).ToLowerInvariant(),
        };
    }

    /// <summary>The parties of a record: those it names and the one whose account it is, each with a space behind it.</summary>
    public static string PartiesOf(AuditRecord record, Mentions mentions) =>
        string.Concat(mentions.Parties.Concat(Account(record)).Distinct().Select(p => $"{p} "));

    /// <summary>A principal as the index keeps it.</summary>
    public static string PrincipalOf(string recordedBy) =>
        recordedBy.Length <= LongestPrincipal ? recordedBy : recordedBy[..LongestPrincipal];

    /// <summary>The sign of a kind of fate among those of a record.</summary>
    public static short SignOf(FateKind kind) => (short)(1 << (int)kind);

    private static short FatesOf(AuditRecord record) =>
        record.Fates.Where(f => f.Stands).Aggregate((short)0, (signs, fate) => (short)(signs | SignOf(fate.Kind)));

    private static IEnumerable<PartyId> Account(AuditRecord record) =>
        record.Viewpoint?.ToString().Split(':', 2) is ["party", var party] ? [new(party)] : [];
}
