using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NegotiationLedger.Views;

/// <summary>A ceasefire that binds a party or did, told from its others by those whom it is between.</summary>
public sealed record Ceasefire
{
    /// <summary>Whether it binds the party.</summary>
    public Field<bool>? Holds { get; init; }

    /// <summary>How long it is said to last.</summary>
    public Field<PeriodEnd>? Until { get; init; }

    /// <summary>Who ended it, where somebody is said to have.</summary>
    public Field<PartyId>? EndedBy { get; init; }

    /// <summary>Why, as asserted.</summary>
    public Field<string>? Reason { get; init; }

    /// <summary>The beginning that it comes from; null where none is known.</summary>
    [JsonIgnore]
    internal Occurrence? Beginning { get; init; }

    internal bool IsHolding => Holds?.Value == true;

    internal bool IsOver(DateTimeOffset asOf) => !IsHolding || Until?.Value.IsOver(asOf) == true;

    internal Ceasefire Begin(Step step) =>
        (step.IsOverall ? this with { EndedBy = null, Reason = null } : this) with
        {
            Holds = Holds.Say(step, true),
            Until = PeriodEnd.After(Until, step),
            Beginning = step.IsOverall ? step.Occurrence : Beginning,
        };

    internal Ceasefire Extend(Step step, Edtf? until) =>
        this with
        {
            Holds = Holds.Say(step, true),
            Until = Until.SayIf(step, PeriodEnd.Of(step, until)),
        };

    internal Ceasefire End(Step step, PartyId? by = null, string? reason = null) =>
        this with
        {
            Holds = Holds.Say(step, false),
            Until = step.IsOverall ? null : Until,
            EndedBy = EndedBy.SayIf(step, by),
            Reason = Reason.SayIf(step, reason),
        };

    internal Ceasefire At(DateTimeOffset asOf) =>
        IsHolding && IsOver(asOf) ? this with { Holds = Holds!.RanOut(false, Until!, asOf) } : this;

    // Of the only one the party's own fields say whether it binds and until when.
    internal IEnumerable<ContestedField> ContestedAt(string place, bool isOnly) =>
        [
            .. isOnly ? [] : Holds.ContestedAs($"{place}/holds"),
            .. isOnly ? [] : Until.ContestedAs($"{place}/until"),
            .. EndedBy.ContestedAs($"{place}/endedBy"),
            .. Reason.ContestedAs($"{place}/reason"),
        ];
}

/// <summary>The ceasefires of a party, by whom they are between.</summary>
internal static class Ceasefires
{
    /// <summary>Those whom one is between: their ids, sorted, with spaces between.</summary>
    internal static string KeyOf(IEnumerable<PartyId> parties) =>
        string.Join(' ', parties.Select(p => p.Value).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The one that binds the party, of several the latest; else the last that did.</summary>
    internal static Ceasefire? Current(this ImmutableSortedDictionary<string, Ceasefire> ceasefires) =>
        ceasefires.Values.Where(c => c.Holds is not null).MaxBy(c => (c.IsHolding, c.Holds!.Since));

    /// <summary>The one that a beginning tells of: an account of one that began tells of that, whomever it says it is between.</summary>
    internal static string Begun(this ImmutableSortedDictionary<string, Ceasefire> ceasefires, Step step, IReadOnlyList<PartyId> parties) =>
        (step.IsOverall ? null : ceasefires.FirstOrDefault(c => ReferenceEquals(c.Value.Beginning, step.Occurrence)).Key) ?? KeyOf(parties);

    /// <summary>
    /// Those that an end or an extension speaks of, by key: the one between those it names; else each whose parties are all among those, or which
    /// they are all among; else one that nothing was known of. All that bind, where it names nobody.
    /// </summary>
    internal static IReadOnlyList<string> Meant(
        this ImmutableSortedDictionary<string, Ceasefire> ceasefires,
        Step step,
        IReadOnlyList<PartyId>? parties
    )
    {
        List<string> told = [.. ceasefires.Where(c => c.Value.IsHolding || IsTold(c.Value, step)).Select(c => c.Key)],
            open = [.. told.Where(key => !ceasefires[key].IsOver(step.Place.At.Instant))];
        if (parties is null)
            return open.Count > 0 ? open : told;
        var named = KeyOf(parties);
        if (ceasefires.ContainsKey(named))
            return [named];
        List<string> among = [.. told.Where(key => IsAmong(key.Split(' '), named.Split(' ')))];
        return among.Count > 0 ? among : [named];
    }

    /// <summary>Them with some changed; a word that was revised begins none.</summary>
    internal static ImmutableSortedDictionary<string, Ceasefire> Change(
        this ImmutableSortedDictionary<string, Ceasefire> ceasefires,
        IEnumerable<string> keys,
        Func<Ceasefire, Ceasefire> change
    ) =>
        ceasefires.SetItems(
            keys.Select(key => KeyValuePair.Create(key, change(ceasefires.GetValueOrDefault(key) ?? new())))
                .Where(c => c.Value.Holds is not null)
        );

    private static bool IsTold(Ceasefire ceasefire, Step step) =>
        ceasefire.Holds is { } holds && ReferenceEquals(holds.Current.Happening, step.Occurrence);

    private static bool IsAmong(string[] bound, string[] named) => bound.All(named.Contains) || named.All(bound.Contains);
}
