namespace NegotiationLedger.Store.Audit;

/// <summary>What a record is counted by, of its standing form.</summary>
/// <param name="Negotiation">The negotiation.</param>
/// <param name="Type">The stored name of the type.</param>
/// <param name="Mode">The stored name of the mode; null without an attribution.</param>
/// <param name="Speaker">Who said it; null when nobody is named.</param>
/// <param name="Source">The source; null without an attribution.</param>
/// <param name="RecordedBy">The principal, as the index keeps it.</param>
internal sealed record AuditTraits(string Negotiation, string Type, string? Mode, string? Speaker, string? Source, string RecordedBy)
{
    public static AuditTraits Of(AuditRecord record) =>
        new(
            record.Negotiation.Value,
            EventNames.Of(record.Standing).Name,
            record.Attribution is { } said ? NamedValue<Mode>.NameOf(said.Mode) : null,
            record.Attribution?.Speaker?.ToString(),
            record.Attribution?.Source.Value,
            AssertionRow.PrincipalOf(record.Entry.RecordedBy)
        );
}

/// <summary>How many records have a value in common.</summary>
/// <param name="Value">The value, as a question asks for it.</param>
/// <param name="Records">The records.</param>
public sealed record FacetCount(string Value, long Records);

/// <summary>How many of the records that answer a question have which values, each most frequent first.</summary>
/// <param name="Records">The records that were counted, withdrawn ones included; at most <see cref="AuditTally.Most"/>, the first recorded, and then there are more.</param>
/// <param name="Negotiations">By negotiation.</param>
/// <param name="Types">By type.</param>
/// <param name="Modes">By mode.</param>
/// <param name="Speakers">By speaker.</param>
/// <param name="Sources">By source.</param>
/// <param name="Publishers">By the publisher of the source.</param>
/// <param name="Principals">By the principal who recorded them.</param>
/// <param name="Fates">By what became of them; one that was both disputed and corrected counts in both.</param>
public sealed record AuditFacets(
    long Records,
    IReadOnlyList<FacetCount> Negotiations,
    IReadOnlyList<FacetCount> Types,
    IReadOnlyList<FacetCount> Modes,
    IReadOnlyList<FacetCount> Speakers,
    IReadOnlyList<FacetCount> Sources,
    IReadOnlyList<FacetCount> Publishers,
    IReadOnlyList<FacetCount> Principals,
    IReadOnlyList<FacetCount> Fates
)
{
    /// <summary>Whether there are more than were counted.</summary>
    public bool IsAtLeast => Records >= AuditTally.Most;

    internal static AuditFacets Of(
        IReadOnlyList<(AuditTraits Traits, IReadOnlyList<Fate> Fates)> records,
        Func<string, string?> publisherOf
    )
    {
        var sources = Count(records.Select(r => r.Traits.Source));
        return new(
            records.Count,
            Count(records.Select(r => r.Traits.Negotiation)),
            Count(records.Select(r => r.Traits.Type)),
            Count(records.Select(r => r.Traits.Mode)),
            Count(records.Select(r => r.Traits.Speaker)),
            sources,
            Sum(sources.Select(s => (publisherOf(s.Value), s.Records))),
            Count(records.Select(r => r.Traits.RecordedBy)),
            Count(records.SelectMany(r => FatesOf(r.Fates)))
        );
    }

    private static IEnumerable<string> FatesOf(IReadOnlyList<Fate> fates)
    {
        var standing = fates.Where(f => f.Stands).Select(f => (FateAsked)f.Kind).Distinct().ToList();
        if (standing.Count == 0)
            standing.Add(FateAsked.None);
        if (!standing.Contains(FateAsked.Retracted))
            standing.Add(FateAsked.Standing);
        return standing.Select(NamedValue<FateAsked>.NameOf);
    }

    private static List<FacetCount> Count(IEnumerable<string?> values) => Sum(values.Select(v => (v, 1L)));

    private static List<FacetCount> Sum(IEnumerable<(string? Value, long Records)> counts) =>
        [
            .. counts
                .Where(c => c.Value is not null)
                .GroupBy(c => c.Value!, StringComparer.Ordinal)
                .Select(g => new FacetCount(g.Key, g.Sum(c => c.Records)))
                .OrderByDescending(c => c.Records)
                .ThenBy(c => c.Value, StringComparer.Ordinal),
        ];
}
