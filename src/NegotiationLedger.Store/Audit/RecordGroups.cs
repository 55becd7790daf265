using System.Collections.Immutable;

namespace NegotiationLedger.Store.Audit;

/// <summary>The records of a negotiation in groups that bear on nothing outside: a record, those about it, those about these, and so on.</summary>
internal sealed class RecordGroups
{
    private readonly Dictionary<EventId, List<Entry>> _groups = [];

    /// <summary>Groups entries, in sequence order.</summary>
    public RecordGroups(NegotiationId negotiation, IEnumerable<Entry> entries)
    {
        Negotiation = negotiation;
        foreach (var entry in entries)
            Add(entry);
    }

    /// <summary>The negotiation.</summary>
    public NegotiationId Negotiation { get; }

    /// <summary>The records that a record about records may be about: the one it names and, for a correction, the one that it turns another to.</summary>
    public static IEnumerable<EventId> NamedBy(Annotation note)
    {
        yield return note.Assertion;
        if (
            note is AssertionCorrected correction
            && correction.Patch.TryGetProperty("assertion", out var other)
            && EventId.TryParse(other.ToString(), out var id)
        )
            yield return id;
    }

    /// <summary>Puts the next entry into its group.</summary>
    public void Add(Entry entry)
    {
        var group = entry.Data is Annotation note ? Of(NamedBy(note)) : [];
        group.Add(entry);
        foreach (var member in group)
            _groups[member.Id] = group;
    }

    /// <summary>The audit trail of the groups of some records.</summary>
    public AuditTrail Trail(IEnumerable<EventId> ids, Registry registry) =>
        AuditTrail.Of(new(Negotiation, [.. Of(ids)], registry), Lens.Everything);

    private List<Entry> Of(IEnumerable<EventId> ids) =>
        [
            .. ids.Select(id => _groups.GetValueOrDefault(id))
                .OfType<List<Entry>>()
                .Distinct()
                .SelectMany(group => group)
                .OrderBy(e => e.Sequence),
        ];
}
