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

    private ImmutableHashSet<EventId> Retracted { get; init; } = [];

    // By what is cheap to compare, so that equal ones are found among few.
    private ImmutableDictionary<
        (EventName, SourceId, string, string, int),
        ImmutableList<(EventId Id, Development Data)>
    > Alike { get; init; } =
        ImmutableDictionary<(EventName, SourceId, string, string, int), ImmutableList<(EventId Id, Development Data)>>.Empty;

    /// <summary>What a negotiation's entries introduce.</summary>
    public static Known Of(IEnumerable<Entry> entries) => new Known().With(entries.Select(e => (e.Id, e.Data)));

    /// <summary>With what further records introduce.</summary>
    public Known With(IEnumerable<(EventId Id, LedgerEvent Data)> records)
    {
        var ids = Ids.ToBuilder();
        var rows = Records.ToBuilder();
        var alike = Alike.ToBuilder();
        var retracted = Retracted.ToBuilder();
        foreach (var (id, data) in records)
        {
            var row = EventNames.Of(data);
            // A correction of a correction is held against the type that is corrected in the end.
            var correction = data as AssertionCorrected;
            rows[id] = (correction is null ? null : rows.GetValueOrDefault(correction.Assertion)) ?? row;
            if ((correction is null ? row.Introduced(data) : rows[id].Introduced(correction.Patch)) is { } introduced)
                ids.Add(introduced);
            if (data is AssertionRetracted retraction)
                retracted.Add(retraction.Assertion);
            if (data is Development development)
                alike[KeyOf(row, development)] = alike.GetValueOrDefault(KeyOf(row, development), []).Add((id, development));
        }

        return this with
        {
            Ids = ids.ToImmutable(),
            Records = rows.ToImmutable(),
            Alike = alike.ToImmutable(),
            Retracted = retracted.ToImmutable(),
        };
    }

    /// <summary>The records that say the same as a development in every field but their ids, whatever became of them, in sequence order.</summary>
    internal IEnumerable<EventId> SameAs(Development data)
    {
        var row = EventNames.Of(data);
        return Alike.GetValueOrDefault(KeyOf(row, data), []).Where(r => IsSame(row, r.Data, data)).Select(r => r.Id);
    }

    /// <summary>Whether a retraction names a record, whether or not that retraction stands.</summary>
    internal bool IsEverRetracted(EventId id) => Retracted.Contains(id);

    private static bool IsSame(EventName row, Development left, Development right) =>
        left.Claim == right.Claim
        && left.Occurrence == right.Occurrence
        && left.Attribution with { RelayedBy = null } == right.Attribution with { RelayedBy = null }
        && (left.Attribution.RelayedBy ?? []).SequenceEqual(right.Attribution.RelayedBy ?? [])
        && row.SaysTheSame(left, right);

    private static (EventName Row, SourceId Source, string Occurred, string AssertedOn, int Payload) KeyOf(
        EventName row,
        Development data
    ) => (row, data.Attribution.Source, data.Occurred.Text, data.Attribution.AssertedOn.Text, row.PayloadHash(data));

    /// <summary>Whether an id of a kind was introduced.</summary>
    public bool Has(Type kind, string id) => Ids.Contains((kind, id));

    /// <summary>The row of an earlier record's type; for a correction that of what it corrects in the end; null when there is no such record.</summary>
    public EventName? RowOf(EventId id) => Records.GetValueOrDefault(id);

    /// <summary>The known ids of a kind, sorted, for a message.</summary>
    public IEnumerable<string> All(Type kind) => Ids.Where(i => i.Item1 == kind).Select(i => i.Item2).Order(StringComparer.Ordinal);
}
