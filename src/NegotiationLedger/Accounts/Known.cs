using System.Collections.Immutable;
using System.Text.Json;

namespace NegotiationLedger.Accounts;

/// <summary>
/// Every id that a negotiation's records introduce, whatever became of those records. It only grows, so what was refused for an unknown id
/// may be accepted later, and what was accepted never becomes wrong.
/// </summary>
public sealed record Known
{
    /// <summary>Which field of which type introduces an id, and of which kind.</summary>
    private static readonly Dictionary<Type, (string Field, Type Id)> Introductions = new()
    {
        [typeof(PartyJoined)] = ("party", typeof(PartyId)),
        [typeof(IssueTabled)] = ("issue", typeof(IssueId)),
        [typeof(ProposalOffered)] = ("proposal", typeof(ProposalId)),
        [typeof(CounterProposalOffered)] = ("proposal", typeof(ProposalId)),
        [typeof(DemandStated)] = ("demand", typeof(DemandId)),
        [typeof(UltimatumIssued)] = ("ultimatum", typeof(UltimatumId)),
    };

    private ImmutableHashSet<(Type, string)> Ids { get; init; } = [];

    private ImmutableDictionary<EventId, Type> Records { get; init; } = ImmutableDictionary<EventId, Type>.Empty;

    /// <summary>What a negotiation's entries introduce.</summary>
    public static Known Of(IEnumerable<Entry> entries) => new Known().With(entries.Select(e => (e.Id, e.Data)));

    /// <summary>With what further records introduce.</summary>
    public Known With(IEnumerable<(EventId Id, LedgerEvent Data)> records)
    {
        var ids = Ids.ToBuilder();
        var types = Records.ToBuilder();
        foreach (var (id, data) in records)
        {
            types[id] = data.GetType();
            if (data is AssertionCorrected correction)
            {
                // A correction of a correction is held against the type that is corrected in the end.
                types[id] = types.GetValueOrDefault(correction.Assertion) ?? typeof(AssertionCorrected);
                ids.UnionWith(Patched(correction, types));
            }
            else if (Introductions.TryGetValue(data.GetType(), out var introduction))
                ids.Add((introduction.Id, Introduced(data)));
        }

        return this with
        {
            Ids = ids.ToImmutable(),
            Records = types.ToImmutable(),
        };
    }

    /// <summary>Whether an id of a kind was introduced.</summary>
    public bool Has(Type kind, string id) => Ids.Contains((kind, id));

    /// <summary>The type of an earlier record; for a correction the type of what it corrects in the end; null when there is no such record.</summary>
    public Type? TypeOf(EventId id) => Records.GetValueOrDefault(id);

    /// <summary>Which field of a type introduces an id, or null.</summary>
    public static string? IntroducingField(Type type) => Introductions.TryGetValue(type, out var introduction) ? introduction.Field : null;

    /// <summary>The known ids of a kind, sorted, for a message.</summary>
    public IEnumerable<string> All(Type kind) => Ids.Where(i => i.Item1 == kind).Select(i => i.Item2).Order(StringComparer.Ordinal);

    private static string Introduced(LedgerEvent data) =>
        data switch
        {
            PartyJoined e => e.Party.Value,
            IssueTabled e => e.Issue.Value,
            ProposalOffered e => e.Proposal.Value,
            CounterProposalOffered e => e.Proposal.Value,
            DemandStated e => e.Demand.Value,
            UltimatumIssued e => e.Ultimatum.Value,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    // A correction of the introducing field introduces the corrected id.
    private static IEnumerable<(Type, string)> Patched(AssertionCorrected correction, ImmutableDictionary<EventId, Type>.Builder types)
    {
        if (
            types.GetValueOrDefault(correction.Assertion) is { } type
            && Introductions.TryGetValue(type, out var introduction)
            && correction.Patch.TryGetProperty(introduction.Field, out var id)
            && id.ValueKind == JsonValueKind.String
        )
            yield return (introduction.Id, id.GetString()!);
    }
}
