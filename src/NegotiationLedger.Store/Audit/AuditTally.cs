namespace NegotiationLedger.Store.Audit;

/// <summary>How many records answer a question, and what became of them. A record that was both disputed and corrected counts in both.</summary>
/// <param name="Records">The records, withdrawn ones included; at most <see cref="Most"/>, and then there are more.</param>
/// <param name="Negotiations">The negotiations they belong to.</param>
/// <param name="Corroborated">Those with a standing corroboration.</param>
/// <param name="Disputed">Those with a standing dispute.</param>
/// <param name="Corrected">Those with a standing correction.</param>
/// <param name="Retracted">Those that are withdrawn.</param>
public sealed record AuditTally(long Records, long Negotiations, long Corroborated, long Disputed, long Corrected, long Retracted)
{
    /// <summary>How many records are counted at most, the first recorded: a count must not take longer the longer the log is.</summary>
    public const int Most = 10_000;

    /// <summary>Whether there are more than were counted.</summary>
    public bool IsAtLeast => Records >= Most;
}

/// <summary>Counts records, the first recorded up to <see cref="AuditTally.Most"/>.</summary>
internal sealed class Tallying
{
    private readonly SortedDictionary<long, (AuditTraits Traits, IReadOnlyList<Fate> Fates)> _records = [];

    /// <summary>Whether there are as many as are counted.</summary>
    public bool IsFull => _records.Count >= AuditTally.Most;

    public void Add(long sequence, AuditTraits traits, IReadOnlyList<Fate> fates) => _records[sequence] = (traits, fates);

    public AuditFacets Facets(Registry registry) =>
        AuditFacets.Of([.. _records.Values.Take(AuditTally.Most)], source => registry.PublisherOf(new(source)));

    public AuditTally Sum()
    {
        var counted = _records.Values.Take(AuditTally.Most).ToList();
        return new(
            counted.Count,
            counted.Select(r => r.Traits.Negotiation).Distinct(StringComparer.Ordinal).Count(),
            With(FateKind.Corroborated),
            With(FateKind.Disputed),
            With(FateKind.Corrected),
            With(FateKind.Retracted)
        );

        long With(FateKind kind) => counted.Count(r => r.Fates.Any(f => f.Kind == kind && f.Stands));
    }
}
