using System.Collections.Immutable;

namespace NegotiationLedger.Accounts;

/// <summary>
/// Every id that a negotiation's records introduce, whatever became of those records. It only grows, so what was refused for an unknown id
/// may be accepted later, and what was accepted never becomes wrong.
/// </summary>
public sealed record Known
{
    private ImmutableHashSet<(Type, string)> Ids { get; init; } = [];

    private ImmutableDictionary<EventId, EventName> Records { get; init; } = ImmutableDictionary<EventId, EventName>.Empty;

    /// <summary>What a negotiation's entries introduce.</summary>
    public static Known Of(IEnumerable<Entry> entries) => new Known().With(entries.Select(e => (e.Id, e.Data)));

    /// <summary>With what further records introduce.</summary>
    public Known With(IEnumerable<(EventId Id, LedgerEvent Data)> records)
    {
        var ids = Ids.ToBuilder();
        var rows = Records.ToBuilder();
        foreach (var (id, data) in records)
        {
            var row = EventNames.Of(data);
            // A correction of a correction is held against the type that is corrected in the end.
            var correction = data as AssertionCorrected;
            rows[id] = (correction is null ? null : rows.GetValueOrDefault(correction.Assertion)) ?? row;
            if ((correction is null ? row.Introduced(data) : rows[id].Introduced(correction.Patch)) is { } introduced)
                ids.Add(introduced);
        }

        return this with
        {
            Ids = ids.ToImmutable(),
            Records = rows.ToImmutable(),
        };
    }

    /// <summary>Whether an id of a kind was introduced.</summary>
    public bool Has(Type kind, string id) => Ids.Contains((kind, id));

    /// <summary>The row of an earlier record's type; for a correction that of what it corrects in the end; null when there is no such record.</summary>
    public EventName? RowOf(EventId id) => Records.GetValueOrDefault(id);

    /// <summary>The known ids of a kind, sorted, for a message.</summary>
    public IEnumerable<string> All(Type kind) => Ids.Where(i => i.Item1 == kind).Select(i => i.Item2).Order(StringComparer.Ordinal);
}
